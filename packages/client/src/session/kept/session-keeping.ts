import type { MaybePromise, StoredEntry, StoredTokens, TokenStore } from '../../token-store/token-store.ts'
import type { SessionEnvelope } from './session-envelope.ts'
import type { NewSession } from './session-store.ts'

/** Where a session's tokens are kept: in its cookie, or in a store. */
export interface SessionKeeping {
  /** What the refresher reads and writes. */
  readonly tokenStore: TokenStore
  /** Whether the cookie carries the tokens. */
  readonly isInCookie: boolean
  /** The newest tokens of the session; undefined when it has ended. */
  find(envelope: SessionEnvelope): MaybePromise<StoredEntry | undefined>
  /** Lets the refresher find the session. */
  admit(envelope: SessionEnvelope): void
  /** Begins a session. */
  begin(envelope: SessionEnvelope, tokens: StoredTokens, times: Pick<NewSession, 'expiresAt' | 'endsAt'>): Promise<void>
  /** Moves its end. Whether it had not ended. */
  prolong(envelope: SessionEnvelope, expiresAt: number): MaybePromise<boolean>
  /** Whether something was not claimed before. */
  claim(id: string, ttlSeconds: number): Promise<boolean>
}
