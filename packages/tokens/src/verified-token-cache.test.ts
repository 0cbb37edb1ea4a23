import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VerifiedTokenCache } from './verified-token-cache.ts'

const entryBytes = 512

describe('VerifiedTokenCache', () => {
  it('remembers a value by its hash', () => {
    const cache = new VerifiedTokenCache<string>({}, () => 0)
    cache.set('a', 'A', 1)
    expect(cache.get('a')).toBe('A')
    expect(cache.get('b')).toBeUndefined()
    cache.delete('a')
    expect(cache.get('a')).toBeUndefined()
  })

  it('forgets a value at its age, and not before', () => {
    let now = 0
    const cache = new VerifiedTokenCache<string>({ maxAgeSeconds: 5 }, () => now)
    cache.set('a', 'A', 1)
    now = 4999
    expect(cache.get('a')).toBe('A')
    now = 5000
    expect(cache.get('a')).toBeUndefined()
  })

  it('holds no more entries than it may: the oldest makes room', () => {
    const cache = new VerifiedTokenCache<string>({ maxEntries: 2 }, () => 0)
    for (const name of ['a', 'b', 'c']) cache.set(name, name, 1)
    expect(['a', 'b', 'c'].map((name) => cache.get(name))).toEqual([undefined, 'b', 'c'])
  })

  it('holds no more bytes than it may, and never a value that is larger by itself', () => {
    const cache = new VerifiedTokenCache<string>({ maxBytes: 2 * entryBytes + 10 }, () => 0)
    cache.set('a', 'a', 5)
    cache.set('b', 'b', 5)
    expect([cache.get('a'), cache.get('b')]).toEqual(['a', 'b'])
    cache.set('c', 'c', 6)
    expect(['a', 'b', 'c'].map((name) => cache.get(name))).toEqual([undefined, 'b', 'c'].with(1, undefined))
    cache.set('huge', 'huge', entryBytes + 11)
    expect([cache.get('huge'), cache.get('c')]).toEqual([undefined, 'c'])
  })

  it('counts a value that is set again once', () => {
    const cache = new VerifiedTokenCache<string>({ maxBytes: 2 * entryBytes }, () => 0)
    for (let round = 0; round < 10; round++) cache.set('a', 'a', 0)
    cache.set('b', 'b', 0)
    expect([cache.get('a'), cache.get('b')]).toEqual(['a', 'b'])
  })

  it('gives the room of what it forgot to others', () => {
    let now = 0
    const cache = new VerifiedTokenCache<string>({ maxEntries: 2, maxAgeSeconds: 1 }, () => now)
    cache.set('a', 'a', 0)
    now = 500
    cache.set('b', 'b', 0)
    now = 1200
    cache.set('c', 'c', 0)
    expect(['b', 'c'].map((name) => cache.get(name))).toEqual(['b', 'c'])
  })

  it.each([
    [{ maxEntries: 0 }, 'verifiedTokenCache.maxEntries'],
    [{ maxEntries: 1.5 }, 'verifiedTokenCache.maxEntries'],
    [{ maxBytes: 0 }, 'verifiedTokenCache.maxBytes'],
    [{ maxAgeSeconds: -1 }, 'verifiedTokenCache.maxAgeSeconds'],
    [{ maxAgeSeconds: Number.POSITIVE_INFINITY }, 'verifiedTokenCache.maxAgeSeconds'],
    [true, 'verifiedTokenCache'],
  ])('refuses %j', (options, option) => {
    expect(() => new VerifiedTokenCache(options as never, () => 0)).toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option } }),
    )
  })

  it('property: whatever is set, what is held stays within both bounds, and what is told is what was set last', () => {
    const steps = fc.array(
      fc.record({ hash: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), bytes: fc.integer({ min: 0, max: 2000 }), value: fc.nat() }),
    )
    fc.assert(
      fc.property(steps, (sets) => {
        const cache = new VerifiedTokenCache<{ value: number; bytes: number }>({ maxEntries: 3, maxBytes: 4000 }, () => 0)
        const last = new Map<string, number>()
        for (const { hash, bytes, value } of sets) {
          cache.set(hash, { value, bytes: bytes + entryBytes }, bytes)
          last.set(hash, value)
        }
        const held = [...last].flatMap(([hash, value]) => {
          const found = cache.get(hash)
          if (found !== undefined) expect(found.value).toBe(value)
          return found === undefined ? [] : [found.bytes]
        })
        expect(held.length).toBeLessThanOrEqual(3)
        expect(held.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(4000)
      }),
    )
  })
})
