import type { SessionLock } from '../../token-store/session-lock.ts'
import type { MaybePromise, StoredTokens, TokenStore } from '../../token-store/token-store.ts'

/** Whose a session is. */
export interface SessionOwner {
  readonly issuer: string
  readonly subject: string
  /** The provider's own id of its session with the person (`sid`), where it tells one. */
  readonly sid: string | undefined
}

/** A session that has just begun. */
export interface NewSession {
  readonly tokens: StoredTokens
  readonly owner: SessionOwner
  /** When the store may forget it unless it is prolonged, in seconds since the epoch. */
  readonly expiresAt: number
  /** When it ends however often it is prolonged, in seconds since the epoch. */
  readonly endsAt: number
}

/** Which sessions end: all of a person's, one of the provider's, or, where both are given, those that are both. */
export interface SessionSelection {
  readonly issuer: string
  readonly subject?: string | undefined
  readonly sid?: string | undefined
}

/**
 * Where sessions are when they are not in the cookie. It is a token store whose `set` compares versions and never makes a
 * session: only `create` does, so that what was deleted stays deleted. Versions never come twice for an id. Everything
 * rejects when the store cannot tell: that is an outage, and never a session that is not there.
 */
export interface SessionStore extends TokenStore {
  /** Puts a session whose id nobody has. */
  create(id: string, session: NewSession): MaybePromise<void>
  /** Moves the end of a session. Whether there was one. */
  touch(id: string, expiresAt: number): MaybePromise<boolean>
  /** Deletes sessions by whose they are. How many there were. */
  deleteMatching(selection: SessionSelection): MaybePromise<number>
  /** Whether `id` was not claimed before; from now on, for `ttlSeconds`, it is. In one step. */
  claim(id: string, ttlSeconds: number): Promise<boolean>
  /** Lets one refresh of a session run at a time across all that share the store. */
  readonly lock?: SessionLock | undefined
}
