import fc from 'fast-check'
import { expect, it } from 'vitest'
import { randomText } from './random-text.ts'

it('has the length that was asked for, of the base64url alphabet', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), (length) => {
      expect(randomText(length)).toMatch(new RegExp(`^[\\w-]{${length}}$`))
    }),
  )
})

it('has every character of the alphabet equally often, at every place', () => {
  // Chi-square with 63 degrees of freedom: 128 is passed by chance once in a million runs.
  const draws = 6400
  const texts = Array.from({ length: draws }, () => randomText(64))
  for (const place of [0, 1, 2, 3, 62, 63]) {
    const counts = new Map<string, number>()
    for (const text of texts) counts.set(text[place]!, (counts.get(text[place]!) ?? 0) + 1)
    expect(counts.size).toBe(64)
    const expected = draws / 64
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(chiSquare).toBeLessThan(128)
  }
})
