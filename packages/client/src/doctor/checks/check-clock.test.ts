import { expect, it } from 'vitest'
import { answer, createFacts, document, list, now, read } from '../../../test/doctor/create-facts.ts'
import { checkClock, measureSkewSeconds } from './check-clock.ts'

const dated = (seconds: number, more: Record<string, string> = {}) =>
  createFacts({ oidc: document(answer({}, { date: new Date(now + seconds * 1000).toUTCString(), ...more })) })

it.each([
  [0, 'good good', /agree/],
  [-2, 'good good', /agree/],
  [6, 'small_skew note', /7 s ahead of ours/],
  [120, 'skew problem', /121 s ahead of ours.*NTP/],
  [-120, 'skew problem', /120 s behind ours.*NTP/],
])('a Date that is %i s off is %s', (seconds, expected, words) => {
  const findings = checkClock(dated(seconds))
  expect(list(findings)).toEqual([`clock.${expected}`])
  expect(read(findings, `clock.${expected.split(' ')[0] ?? ''}`)).toMatch(words)
})

it('adds the Age of what a cache kept, and prefers what none kept', () => {
  expect(measureSkewSeconds(dated(-300, { age: '300' }))).toBeCloseTo(0.5)
  const fresh = document(answer({}, { date: new Date(now + 60_000).toUTCString() }))
  expect(measureSkewSeconds({ ...dated(-300, { age: '300' }), jwks: fresh })).toBeCloseTo(60.5)
})

it.each(['', 'no date'])('says nothing when no answer tells the time (%j)', (date) => {
  expect(list(checkClock(createFacts({ oidc: document(answer({}, { date })) })))).toEqual(['clock.unknown skipped'])
})
