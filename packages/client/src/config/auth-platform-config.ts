import type { CircuitBreakerConfig } from '@auth/http-resilience'
import type { DPoPAlgorithm, DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import type { ClientAuthentication } from '../authentication/client-authentication.ts'
import type { ClientSigningKey } from '../authentication/client-signer.ts'
import type { AuthPlatformClientEvent } from '../http/client-event.ts'
import type { SessionLock } from '../token-store/session-lock.ts'
import type { TokenStore } from '../token-store/token-store.ts'
import type { EndpointConfig } from './endpoint.ts'

/** How long things are kept, in seconds. */
export interface CacheConfig {
  /** How long a fetched key set counts as fresh. @default 3600 */
  readonly jwksTtlSeconds?: number | undefined
  /** How long before that the set is fetched again in the background. @default 300 */
  readonly jwksRefreshAheadSeconds?: number | undefined
  /** How long before its expiry a token is replaced. @default 60 */
  readonly tokenBufferSeconds?: number | undefined
}

/** Tokens bound to a key of the client's (RFC 9449). */
export interface DPoPConfig {
  /** Whether every token is to be bound to the key. */
  readonly enabled: boolean
  /** What proofs are signed with, when no `keyPair` is given. @default 'ES256' */
  readonly algorithm?: DPoPAlgorithm | undefined
  /** The key pair. Tokens that outlive the process need one that does, too. @default a new one for this client */
  readonly keyPair?: DPoPKeyPair | undefined
}

/** One configuration for the whole family: each class takes what it needs and ignores the rest. */
export interface AuthPlatformConfig {
  /** The provider. https, or http on loopback with `allowInsecureLoopback`. */
  readonly baseUrl: string
  /** The issuer exactly as the provider writes it. @default baseUrl */
  readonly issuer?: string | undefined
  readonly clientId: string
  /** Without it, and without `clientAuthentication`, the client is a public one. */
  readonly clientSecret?: string | undefined
  /** @default clientSecretBasic() with a `clientSecret`, else none() */
  readonly clientAuthentication?: ClientAuthentication | undefined
  /** What tokens are asked for when a call names no scopes. */
  readonly scopes?: readonly string[] | undefined
  /** What tokens are asked for and checked against; sent as `resource` (RFC 8707) when it is a URI. @default clientId */
  readonly audience?: string | undefined
  /** Where the provider sends people back to, when a call names no other. */
  readonly redirectUri?: string | undefined
  readonly cache?: CacheConfig | undefined
  /** How often a call that may be repeated is repeated. @default 3 */
  readonly maxRetries?: number | undefined
  /** How long the first wait before a repetition is at most, in seconds. @default 1 */
  readonly retryDelaySeconds?: number | undefined
  /** Repeats a refresh once whose answer was lost. Only for providers that allow a grace period for used refresh tokens. @default false */
  readonly retryRefreshOnce?: boolean | undefined
  /** The deadline of one call with all its repetitions, in seconds. @default 30 */
  readonly timeoutSeconds?: number | undefined
  /** When calls stop after repeated failures, per endpoint; `false` never stops them. */
  readonly circuitBreaker?: CircuitBreakerConfig | false | undefined
  readonly endpoints?: EndpointConfig | undefined
  readonly dpop?: DPoPConfig | undefined
  /** The origins that `fetch` may send tokens to: `https://api.example`. @default none */
  readonly apiOrigins?: readonly string[] | undefined
  /** Where the tokens of sessions are. @default a `MemoryTokenStore` of this client */
  readonly tokenStore?: TokenStore | undefined
  /** Lets one refresh of a session run at a time, across all that share the store. @default only within this client */
  readonly sessionLock?: SessionLock | undefined
  /** Signs authorization requests (RFC 9101): every one is sent as a request object. @default not signed */
  readonly requestSigning?: ClientSigningKey | undefined
  /** The algorithm that the provider signs this client's ID tokens with. `HS256` is taken only when written here. @default every supported asymmetric one */
  readonly idTokenSigningAlg?: string | undefined
  /** Further audiences that ID tokens may be for. @default none */
  readonly trustedAudiences?: readonly string[] | undefined
  /** `fapi2` turns on every client rule of the FAPI 2.0 Security Profile and refuses what breaks one. */
  readonly profile?: 'fapi2' | undefined
  /** Is told what happens. What it throws is ignored. */
  readonly onEvent?: ((event: AuthPlatformClientEvent) => void) | undefined
  /** Lets plain http through on loopback addresses, and there only. @default false */
  readonly allowInsecureLoopback?: boolean | undefined
  /** The raw transport under every call. @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** The wall clock, in milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined
  /** A clock that never steps back, in milliseconds, for deadlines. @default performance.now */
  readonly monotonicNow?: (() => number) | undefined
  /** Waits so many seconds, or rejects with the signal's reason: what a poll does between two questions. @default a timer */
  readonly wait?: ((seconds: number, signal: AbortSignal) => Promise<void>) | undefined
}
