import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import { createKeySet } from '../keys/key-set.ts'
import { parseJWKS } from '../keys/parse-jwks.ts'
import { type CachedKeysRules, toCachedKeys } from './cached-keys.ts'

const set = createKeySet(parseJWKS({ keys: [publicKeys.rsa] }))
const withdrawn = createKeySet(new Map())
const rules: CachedKeysRules = { ttlSeconds: 3600, refreshAheadSeconds: 300, cooldownSeconds: 30, staleIfErrorSeconds: 86_400 }
const toSeconds = (maxAgeSeconds: number | undefined, changed: Partial<CachedKeysRules> = {}, keys = set): readonly number[] => {
  const { refreshAt, expiresAt, staleUntil } = toCachedKeys(keys, { fetchedAt: 5000, maxAgeSeconds }, { ...rules, ...changed })
  return [refreshAt, expiresAt, staleUntil].map((time) => (time - 5000) / 1000)
}

describe('until when keys refresh, expire and serve at all, in seconds', () => {
  it.each([
    ['the answer does not say: the TTL', undefined, {}, [3300, 3600, 90_000]],
    ['max-age within the bounds', 600, {}, [300, 600, 87_000]],
    ['max-age above the TTL: the TTL', 99_999, {}, [3300, 3600, 90_000]],
    ['max-age without end: the TTL', Number.POSITIVE_INFINITY, {}, [3300, 3600, 90_000]],
    ['max-age below the cool-down: the cool-down', 0, {}, [30, 30, 86_430]],
    ['a short life is refreshed after half of it', 100, {}, [50, 100, 86_500]],
    ['but not sooner than the cool-down', 40, {}, [30, 40, 86_440]],
    ['no refresh ahead', undefined, { refreshAheadSeconds: 0 }, [3600, 3600, 90_000]],
    ['a TTL below the cool-down', undefined, { ttlSeconds: 10 }, [10, 10, 86_410]],
    ['no cool-down: still one second', 0, { cooldownSeconds: 0 }, [1, 1, 86_401]],
    ['nothing stale', undefined, { staleIfErrorSeconds: 0 }, [3300, 3600, 3600]],
  ])('%s', (_, maxAgeSeconds, changed, expected) => {
    expect(toSeconds(maxAgeSeconds, changed)).toEqual(expected)
  })

  it('a withdrawal is looked at again after the cool-down, whatever it says', () => {
    expect(toSeconds(3600, {}, withdrawn)).toEqual([30, 30, 86_430])
  })
})

it('keeps its bounds for every answer and every configuration', () => {
  const seconds = fc.double({ min: 0, max: 1e6, noNaN: true })
  const anyRules = fc.record({
    ttlSeconds: fc.double({ min: 1, max: 1e6, noNaN: true }),
    refreshAheadSeconds: seconds,
    cooldownSeconds: seconds,
    staleIfErrorSeconds: seconds,
  })
  fc.assert(
    fc.property(anyRules, fc.option(seconds, { nil: undefined }), (given, maxAgeSeconds) => {
      const { refreshAt, expiresAt, staleUntil } = toCachedKeys(set, { fetchedAt: 0, maxAgeSeconds }, given)
      expect(refreshAt).toBeGreaterThan(0)
      expect(refreshAt).toBeLessThanOrEqual(expiresAt)
      expect(expiresAt).toBeLessThanOrEqual(given.ttlSeconds * 1000)
      expect(expiresAt).toBeGreaterThanOrEqual(Math.min(given.cooldownSeconds, given.ttlSeconds) * 1000)
      expect(staleUntil).toBe(expiresAt + given.staleIfErrorSeconds * 1000)
    }),
  )
})
