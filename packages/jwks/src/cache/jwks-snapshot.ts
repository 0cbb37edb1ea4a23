import type { CachedKeys } from './cached-keys.ts'
import type { FailureCooldown } from './failure-cooldown.ts'

/**
 * What a health check may tell of a `JWKSCache`: nothing in memory; keys within their time; beyond it, within the stale
 * bound; beyond that too; or none, because the issuer publishes none.
 */
export interface JWKSSnapshot {
  readonly state: 'empty' | 'fresh' | 'stale' | 'expired' | 'withdrawn'
  readonly keyCount: number
  readonly kids: readonly string[]
  /** Since the set was fetched or confirmed; `undefined` when there is none. */
  readonly ageSeconds: number | undefined
  /** Since the last success. */
  readonly consecutiveFailures: number
  /** Until the issuer is asked again after a failure. */
  readonly retryAfterSeconds: number
}

function toState({ set, expiresAt, staleUntil }: CachedKeys, now: number): JWKSSnapshot['state'] {
  if (set.keys.length === 0) return 'withdrawn'
  return now < expiresAt ? 'fresh' : now < staleUntil ? 'stale' : 'expired'
}

/** Describes a cache at a time of its monotonic clock, in milliseconds. */
export function toSnapshot(current: CachedKeys | undefined, failures: FailureCooldown, now: number): JWKSSnapshot {
  const keys = current?.set.keys ?? []
  return Object.freeze({
    state: current ? toState(current, now) : 'empty',
    keyCount: keys.length,
    kids: keys.flatMap(({ kid }) => kid ?? []),
    ageSeconds: current && (now - current.fetchedAt) / 1000,
    consecutiveFailures: failures.count,
    retryAfterSeconds: failures.remainingSeconds,
  })
}
