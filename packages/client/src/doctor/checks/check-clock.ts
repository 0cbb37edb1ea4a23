import type { Facts } from '../facts.ts'
import { type Finding, say } from '../finding.ts'

/** What the packages tolerate by default, in seconds. */
const toleranceSeconds = 10

/** How far the provider's clock is ahead of ours, in seconds; undefined when no answer tells. A `Date` is cut to seconds. */
export function measureSkewSeconds({ oidc, oauth2, jwks }: Facts): number | undefined {
  const skews = [oidc, oauth2, jwks].flatMap((document) => {
    if (document?.outcome.kind !== 'answer') return []
    const { headers, at } = document.outcome
    const date = Date.parse(headers.get('date') ?? '')
    const age = Number(headers.get('age') ?? 0)
    return Number.isFinite(date) && Number.isFinite(age) ? [{ age, seconds: date / 1000 + 0.5 + age - at / 1000 }] : []
  })
  // What a cache kept tells the time less well.
  return skews.toSorted((one, other) => one.age - other.age)[0]?.seconds
}

/** Whether both clocks tell the same time: `exp`, `nbf` and `iat` are compared with ours. */
export function checkClock(facts: Facts): readonly Finding[] {
  const skew = measureSkewSeconds(facts)
  if (skew === undefined)
    return [{ id: 'clock.unknown', status: 'skipped', message: say`no answer has a Date header: the clocks cannot be compared` }]
  const seconds = Math.round(Math.abs(skew))
  const direction = skew > 0 ? 'ahead of' : 'behind'
  if (seconds > toleranceSeconds)
    return [
      {
        id: 'clock.skew',
        status: 'problem',
        message: say`the provider's clock is ${seconds} s ${direction} ours: fresh tokens can be refused, and expired ones taken`,
        remedy: say`set this machine's clock by NTP (or the provider's); clockToleranceSeconds (at most 60) is no cure`,
      },
    ]
  if (seconds > 2)
    return [
      { id: 'clock.small_skew', status: 'note', message: say`the provider's clock is ${seconds} s ${direction} ours, which is tolerated` },
    ]
  return [{ id: 'clock.good', status: 'good', message: say`the clocks agree` }]
}
