import type { DPoPAlgorithm, DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import type { AuthPlatformConfig } from '../config/auth-platform-config.ts'
import type { BrowserClientEvent } from './browser-client-event.ts'
import type { ProviderConfig } from './provider.ts'

/** Tokens bound to a key of this browser's that no script can read (RFC 9449). */
export interface BrowserDPoPConfig {
  /** `true` refuses tokens that are not bound, `false` asks for none that are. @default bound where the provider offers it */
  readonly enabled?: boolean | undefined
  /** What proofs are signed with. @default 'ES256' */
  readonly algorithm?: DPoPAlgorithm | undefined
  /** The key pair. @default one that cannot be extracted, made once and kept in IndexedDB for all tabs */
  readonly keyPair?: DPoPKeyPair | undefined
}

/** What {@link BrowserClient} takes: members of {@link AuthPlatformConfig}, and what only a browser has. */
export interface BrowserClientConfig extends ProviderConfig, Pick<AuthPlatformConfig, 'apiOrigins'> {
  readonly cache?: Pick<NonNullable<AuthPlatformConfig['cache']>, 'tokenBufferSeconds'> | undefined
  readonly dpop?: BrowserDPoPConfig | undefined
  /**
   * Where tokens are: `memory` forgets them with the page, unless another tab has them; `session` keeps them in session
   * storage, which survives a reload, and which every script of the page can read later, too; while it is full, they are
   * in memory. @default 'memory'
   */
  readonly storage?: 'memory' | 'session' | undefined
  /** Sends sign-ins to the provider beforehand (RFC 9126). @default where the provider has an endpoint for it */
  readonly usePushedRequest?: boolean | undefined
  /** Is told of every change; {@link BrowserClient.subscribe} does the same for more listeners. */
  readonly onEvent?: ((event: BrowserClientEvent) => void) | undefined
  /** Leaves the page. @default location.assign */
  readonly navigate?: ((url: string) => void) | undefined
  /** Where sign-ins that have been started are kept, and tokens with `storage: 'session'`. @default sessionStorage */
  readonly sessionStorage?:
    | { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void }
    | undefined
}
