import { describe, expect, it } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import { createKeySet } from '../keys/key-set.ts'
import { parseJWKS } from '../keys/parse-jwks.ts'
import { toCachedKeys } from './cached-keys.ts'
import { judgeKeys } from './judge-keys.ts'

const rules = { ttlSeconds: 100, refreshAheadSeconds: 10, cooldownSeconds: 30, staleIfErrorSeconds: 1000 }
const keys = toCachedKeys(createKeySet(parseJWKS({ keys: [publicKeys.rsa] })), { fetchedAt: 0 }, rules)
const withdrawn = toCachedKeys(createKeySet(new Map()), { fetchedAt: 0 }, rules)

const well = { count: 0, remainingSeconds: 0 }
const downAndWaiting = { count: 3, remainingSeconds: 2 }
const down = { count: 3, remainingSeconds: 0 }

describe.each([
  ['nothing in memory', undefined, 0, ['ask', 'ask', 'unreachable']],
  ['keys within their time', keys, 99.999, ['use', 'use', 'use']],
  ['keys beyond their time', keys, 100, ['ask', 'use', 'use']],
  ['keys at the end of the stale bound', keys, 1099.999, ['ask', 'use', 'use']],
  ['keys past the stale bound', keys, 1100, ['ask', 'ask', 'stale']],
  ['a withdrawal within the cool-down', withdrawn, 29.999, ['withdrawn', 'withdrawn', 'withdrawn']],
  ['a withdrawal after the cool-down', withdrawn, 30, ['ask', 'ask', 'withdrawn']],
  ['a withdrawal past the stale bound', withdrawn, 5000, ['ask', 'ask', 'withdrawn']],
] as const)('%s', (_, current, seconds, expected) => {
  it.each([
    ['the issuer is not known to be down', well, expected[0]],
    ['it is down, and may be asked again', down, expected[1]],
    ['it is down, and is to be left alone', downAndWaiting, expected[2]],
  ])('%s', (__, failures, outcome) => {
    const verdict = judgeKeys(current, { now: seconds * 1000, failures })
    expect(verdict.kind === 'refuse' ? verdict.reason : verdict.kind).toBe(outcome)
    if (verdict.kind === 'use') expect(verdict.keys).toBe(current)
  })
})
