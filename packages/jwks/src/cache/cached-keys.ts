import type { KeySet } from '../keys/key-set.ts'

/** By what a server can tell that a key set is still the one that is held. */
export interface KeysValidator {
  readonly jwksUri: string
  readonly etag: string
}

/** When and how a key set came. */
export interface KeysArrival {
  /** Time of the monotonic clock, in milliseconds. */
  readonly fetchedAt: number
  /** For how long it says that it is fresh. */
  readonly maxAgeSeconds?: number | undefined
  readonly validator?: KeysValidator | undefined
}

/** A key set in memory, and until when it is good for what; times of the monotonic clock, in milliseconds. */
export interface CachedKeys extends KeysArrival {
  readonly set: KeySet
  /** From here on it is fetched anew in the background, when it is used. */
  readonly refreshAt: number
  /** From here on it serves only while the issuer cannot be reached. */
  readonly expiresAt: number
  /** From here on it serves no more. */
  readonly staleUntil: number
}

/** The bounds of a key set's life, in seconds. */
export interface CachedKeysRules {
  readonly ttlSeconds: number
  readonly refreshAheadSeconds: number
  readonly cooldownSeconds: number
  readonly staleIfErrorSeconds: number
}

/**
 * What the answer says counts between the cool-down and the TTL; a withdrawal, which has no key, is looked at again after
 * the cool-down. The refresh ahead takes at most half of a life, and never comes sooner than the cool-down.
 */
export function toCachedKeys(set: KeySet, arrival: KeysArrival, rules: CachedKeysRules): CachedKeys {
  const { ttlSeconds, refreshAheadSeconds, cooldownSeconds, staleIfErrorSeconds } = rules
  const { fetchedAt, maxAgeSeconds, validator } = arrival
  const shortest = Math.min(Math.max(cooldownSeconds, 1), ttlSeconds)
  const lifeSeconds = set.keys.length > 0 ? Math.min(Math.max(maxAgeSeconds ?? ttlSeconds, shortest), ttlSeconds) : shortest
  const expiresAt = fetchedAt + lifeSeconds * 1000
  return {
    set,
    fetchedAt,
    maxAgeSeconds,
    validator,
    refreshAt: Math.max(expiresAt - Math.min(refreshAheadSeconds, lifeSeconds / 2) * 1000, fetchedAt + shortest * 1000),
    expiresAt,
    staleUntil: expiresAt + staleIfErrorSeconds * 1000,
  }
}
