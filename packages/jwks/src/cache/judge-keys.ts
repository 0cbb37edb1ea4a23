import type { KeysUnavailableReason } from '@auth/core-errors'
import type { CachedKeys } from './cached-keys.ts'

/** What may be done now: use the keys in memory, ask the issuer first, or neither. */
export type KeysVerdict =
  | { readonly kind: 'use'; readonly keys: CachedKeys }
  | { readonly kind: 'ask' }
  | { readonly kind: 'refuse'; readonly reason: KeysUnavailableReason }

/** What the verdict depends on beside the keys. */
export interface KeysCircumstances {
  /** Of the monotonic clock, in milliseconds. */
  readonly now: number
  readonly failures: { readonly count: number; readonly remainingSeconds: number }
}

/**
 * Within their time, keys serve. Beyond it the issuer is asked, unless it is known to be down: then they serve on, up to
 * the stale bound, and whoever asks does so in the background. With nothing that may serve, the issuer is asked as often
 * as the cool-down after its failures lets, and a token cannot be judged meanwhile. A set without keys serves nobody.
 */
export function judgeKeys(keys: CachedKeys | undefined, { now, failures }: KeysCircumstances): KeysVerdict {
  const isEmpty = keys?.set.keys.length === 0
  if (keys && now < keys.expiresAt) return isEmpty ? { kind: 'refuse', reason: 'withdrawn' } : { kind: 'use', keys }
  if (failures.count === 0) return { kind: 'ask' }
  if (keys && !isEmpty && now < keys.staleUntil) return { kind: 'use', keys }
  if (failures.remainingSeconds === 0) return { kind: 'ask' }
  return { kind: 'refuse', reason: !keys ? 'unreachable' : isEmpty ? 'withdrawn' : 'stale' }
}
