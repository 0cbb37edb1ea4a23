import { array, assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RecentMap } from './recent-map.ts'

describe('RecentMap', () => {
  it('makes a value once per key', () => {
    const map = new RecentMap<object>(2)
    const first = map.get('a', () => ({}))
    expect(map.get('a', () => ({}))).toBe(first)
    expect(map.get('b', () => ({}))).not.toBe(first)
  })

  it('forgets the key that was not asked for the longest, and no other', () => {
    const map = new RecentMap<string>(2)
    map.get('a', () => 'a1')
    map.get('b', () => 'b1')
    map.get('a', () => 'a2')
    map.get('c', () => 'c1')
    expect(map.get('a', () => 'a2')).toBe('a1')
    expect(map.get('b', () => 'b2')).toBe('b2')
  })

  it('remembers just the most recent keys, whatever is asked for', () => {
    assert(
      property(integer({ min: 1, max: 4 }), array(integer({ min: 0, max: 6 })), (max, keys) => {
        const map = new RecentMap<number>(max)
        const recent: number[] = []
        for (const [index, key] of keys.entries()) {
          const isKnown = recent.includes(key)
          expect(map.get(`${key}`, () => index) !== index).toBe(isKnown)
          if (isKnown) recent.splice(recent.indexOf(key), 1)
          recent.push(key)
          if (recent.length > max) recent.shift()
        }
      }),
    )
  })
})
