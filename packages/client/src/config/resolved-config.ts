import type { CircuitBreakerConfig } from '@auth/http-resilience'
import type { DPoPAlgorithm, DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import type { ClientAuthentication } from '../authentication/client-authentication.ts'
import type { ClientSigner } from '../authentication/client-signer.ts'
import type { AuthPlatformClientEvent } from '../http/client-event.ts'
import type { SessionLock } from '../token-store/session-lock.ts'
import type { TokenStore } from '../token-store/token-store.ts'
import type { EndpointConfig } from './endpoint.ts'

/** A configuration that has been checked, with every default filled in. Frozen. */
export interface ResolvedConfig {
  readonly baseUrl: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | undefined
  readonly clientAuthentication: ClientAuthentication
  readonly scopes: readonly string[]
  readonly audience: string
  readonly redirectUri: string | undefined
  readonly cache: { readonly jwksTtlSeconds: number; readonly jwksRefreshAheadSeconds: number; readonly tokenBufferSeconds: number }
  readonly maxRetries: number
  readonly retryDelaySeconds: number
  readonly retryRefreshOnce: boolean
  readonly timeoutSeconds: number
  readonly circuitBreaker: CircuitBreakerConfig | false | undefined
  readonly endpoints: EndpointConfig
  readonly dpop: { readonly algorithm: DPoPAlgorithm; readonly keyPair: DPoPKeyPair | undefined } | undefined
  readonly apiOrigins: ReadonlySet<string>
  readonly tokenStore: TokenStore | undefined
  readonly sessionLock: SessionLock | undefined
  readonly requestSigner: ClientSigner | undefined
  readonly idTokenSigningAlg: string | undefined
  readonly trustedAudiences: readonly string[] | undefined
  readonly profile: 'fapi2' | undefined
  readonly onEvent: ((event: AuthPlatformClientEvent) => void) | undefined
  readonly allowInsecureLoopback: boolean
  readonly fetch: typeof globalThis.fetch
  readonly now: () => number
  readonly monotonicNow: () => number
  readonly wait: (seconds: number, signal: AbortSignal) => Promise<void>
}
