import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRetryAfter } from './parse-retry-after.ts'

const now = Date.parse('2026-11-23T12:00:00Z')

describe('Retry-After', () => {
  it.each([
    ['a number of seconds', '120', 120],
    ['zero', '0', 0],
    ['a huge number', '999999999999999', 999_999_999_999_999],
    ['a date', 'Mon, 23 Nov 2026 12:01:30 GMT', 90],
    ['a date in the past', 'Mon, 23 Nov 2026 11:00:00 GMT', 0],
    ['nothing', null, undefined],
    ['an empty value', '', undefined],
    ['a negative number', '-5', undefined],
    ['a fraction', '1.5', undefined],
    ['garbage', 'soon', undefined],
    ['a weekday without a date', 'Mon GMT', undefined],
    ['more digits than a number holds', '9'.repeat(400), undefined],
  ])('%s', (_, value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected)
  })

  it('property: any whole number of seconds comes back, as does any date to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (seconds) => {
        expect(parseRetryAfter(String(seconds), now)).toBe(seconds)
        expect(parseRetryAfter(new Date(now + seconds * 1000).toUTCString(), now)).toBe(seconds)
      }),
    )
  })

  it('property: no text throws', () => {
    fc.assert(fc.property(fc.string(), (text) => (parseRetryAfter(text, now) ?? 0) >= 0))
  })
})
