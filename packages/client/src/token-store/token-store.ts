import type { IdTokenClaims } from '@auth/tokens'

/** What is kept of a session: its tokens, and whose they are. Plain data, secret. */
export interface StoredTokens {
  /** The provider that the tokens are from; they go to no other. */
  readonly issuer: string
  readonly clientId: string
  readonly accessToken: string
  readonly tokenType: string
  /** In seconds since the epoch. */
  readonly expiresAt?: number | undefined
  readonly scopes: readonly string[]
  readonly refreshToken?: string | undefined
  readonly idToken?: string | undefined
  readonly idTokenClaims?: IdTokenClaims | undefined
  /** The thumbprint of the DPoP key that the tokens are bound to. */
  readonly dpopThumbprint?: string | undefined
}

/** An entry of a store, and which writing of it this is. */
export interface StoredEntry {
  readonly tokens: StoredTokens
  /** Another one after every writing. */
  readonly version: string
}

/** A value, at once or later. A store in memory that answers at once makes `getAccessToken` fast. */
export type MaybePromise<T> = T | Promise<T>

/**
 * Where the tokens of sessions are. Writing and deleting compare: they do nothing when the entry is not the one of
 * `expectedVersion` any more (`undefined`: when there is one at all), and answer so.
 */
export interface TokenStore {
  get(id: string): MaybePromise<StoredEntry | undefined>
  /** Whether it was written. */
  set(id: string, tokens: StoredTokens, expectedVersion: string | undefined): MaybePromise<boolean>
  /** Whether it was deleted. `null` deletes whatever there is. */
  delete(id: string, expectedVersion: string | null): MaybePromise<boolean>
}
