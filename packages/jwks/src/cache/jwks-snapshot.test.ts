import { expect, it } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import { createKeySet } from '../keys/key-set.ts'
import { parseJWKS } from '../keys/parse-jwks.ts'
import { toCachedKeys } from './cached-keys.ts'
import { FailureCooldown } from './failure-cooldown.ts'
import { toSnapshot } from './jwks-snapshot.ts'

const rules = { ttlSeconds: 100, refreshAheadSeconds: 10, cooldownSeconds: 30, staleIfErrorSeconds: 1000 }
const set = createKeySet(parseJWKS({ keys: [{ ...publicKeys.rsa, kid: 'a' }, publicKeys.p256] }))
const keys = toCachedKeys(set, { fetchedAt: 1000 }, rules)
const failures = new FailureCooldown({ monotonicNow: () => 0, ttlSeconds: 100 })

it('describes an empty cache', () => {
  const empty = { state: 'empty', keyCount: 0, kids: [], ageSeconds: undefined, consecutiveFailures: 0, retryAfterSeconds: 0 }
  expect(toSnapshot(undefined, failures, 0)).toEqual(empty)
})

it('tells how many keys there are, the kids of those that bear one, and their age', () => {
  const snapshot = toSnapshot(keys, failures, 6000)
  expect(snapshot).toMatchObject({ state: 'fresh', keyCount: 2, kids: ['a'], ageSeconds: 5 })
  expect(Object.isFrozen(snapshot)).toBe(true)
})

it.each([
  [100_999, 'fresh'],
  [101_000, 'stale'],
  [1_100_999, 'stale'],
  [1_101_000, 'expired'],
])('at %i ms the keys are %s', (now, state) => {
  expect(toSnapshot(keys, failures, now).state).toBe(state)
})

it('a set without keys is withdrawn, however old', () => {
  const withdrawn = toCachedKeys(createKeySet(new Map()), { fetchedAt: 0 }, rules)
  expect([0, 1e9].map((now) => toSnapshot(withdrawn, failures, now).state)).toEqual(['withdrawn', 'withdrawn'])
})
