import { InvalidConfigError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { IntrospectionCache } from './introspection-cache.ts'

function create(options: ConstructorParameters<typeof IntrospectionCache>[0] = {}): {
  cache: IntrospectionCache
  advance: (seconds: number) => void
} {
  let nowMs = 1_000_000_000
  const clocks = { now: () => nowMs, monotonicNow: () => nowMs }
  return { cache: new IntrospectionCache(options, clocks), advance: (seconds) => void (nowMs += seconds * 1000) }
}

const good = { active: true }
const bad = { active: false }

it.each([
  ['an active token for a minute', good, 60],
  ['one that ends sooner until then', { active: true, exp: 1_000_030 }, 30],
  ['one that ends later no longer', { active: true, exp: 2_000_000 }, 60],
  ['one that is not active for five seconds', bad, 5],
])('remembers %s', (_, result, seconds) => {
  const { cache, advance } = create()
  cache.set('a', result)
  advance(seconds - 0.001)
  expect(cache.get('a')).toBe(result)
  advance(0.001)
  expect(cache.get('a')).toBeUndefined()
})

it('remembers nothing of a token that has ended, or whose end is no number', () => {
  const { cache } = create()
  for (const exp of [1_000_000, 1, '2000000', Number.NaN]) {
    cache.set('a', { active: true, exp })
    expect(cache.get('a')).toBeUndefined()
  }
})

it('the newest answer counts, and what is deleted is gone', () => {
  const { cache } = create()
  cache.set('a', good)
  cache.set('a', bad)
  expect(cache.get('a')).toBe(bad)
  cache.delete('a')
  expect(cache.get('a')).toBeUndefined()
})

it('is bounded, and a flood of bad tokens makes no good one forgotten', () => {
  const { cache } = create({ maxEntries: 2 })
  cache.set('good', good)
  for (let index = 0; index < 100; index++) cache.set(`bad-${index}`, bad)
  expect(cache.get('good')).toBe(good)
  expect([cache.get('bad-97'), cache.get('bad-98'), cache.get('bad-99')]).toEqual([undefined, bad, bad])
})

it('what is not worth remembering takes nobody’s place', () => {
  const { cache } = create({ maxEntries: 1 })
  cache.set('good', good)
  cache.set('ended', { active: true, exp: 1 })
  expect(cache.get('good')).toBe(good)
})

it.each([
  [{ maxEntries: 0 }, 'introspectionCache.maxEntries'],
  [{ maxAgeSeconds: -1 }, 'introspectionCache.maxAgeSeconds'],
  [{ negativeMaxAgeSeconds: Number.NaN }, 'introspectionCache.negativeMaxAgeSeconds'],
  [null, 'introspectionCache'],
])('refuses %j', (options, option) => {
  expect(() => create(options as never)).toThrow(InvalidConfigError)
  expect(() => create(options as never)).toThrow(expect.objectContaining({ details: { option } }))
})
