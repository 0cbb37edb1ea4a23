import fc from 'fast-check'
import { StepUpRequiredError, TokenInvalidError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { checkAuthentication } from './check-authentication.ts'
import { parseRequirements, type Requirements } from './requirements.ts'

const now = 1_000_000
const clock = { now: () => now * 1000, clockToleranceSeconds: 10 }

function check(claims: Record<string, unknown>, requirements: Requirements): void {
  checkAuthentication({ iss: 'https://as.example', exp: now + 60, ...claims }, parseRequirements(requirements), clock)
}

describe('checkAuthentication', () => {
  it('takes one of the asked ways to sign in', () => {
    check({ acr: 'gold' }, { acr: ['silver', 'gold'] })
    check({ acr: 'gold' }, { acr: 'gold' })
    check({}, {})
  })

  it.each([[{ acr: 'Gold' }], [{ acr: ['gold'] }], [{ acr: 'gold silver' }], [{}]])('refuses %j where gold is asked for', (claims) => {
    expect(() => check(claims, { acr: 'gold' })).toThrow(StepUpRequiredError)
  })

  it.each([
    [now, true],
    [now - 310, true],
    [now - 311, false],
    [now + 10, true],
    [now + 11, false],
    [undefined, false],
  ])('a sign-in at %s, at most 300 s ago: %s', (authTime, passes) => {
    const attempt = (): void => check(authTime === undefined ? {} : { auth_time: authTime }, { maxAgeSeconds: 300 })
    if (passes) attempt()
    else expect(attempt).toThrow(StepUpRequiredError)
  })

  it('a time that is no number is a bad token', () => {
    expect(() => check({ auth_time: String(now) }, { maxAgeSeconds: 300 })).toThrow(TokenInvalidError)
  })

  it('names all that is asked for, whichever fails, so that one sign-in is enough', () => {
    const demands = { acr: ['silver', 'gold'], maxAgeSeconds: 300 }
    const expected = expect.objectContaining({ acrValues: ['silver', 'gold'], maxAgeSeconds: 300, code: 'AUTH_1007', httpStatus: 401 })
    expect(() => check({ acr: 'gold', auth_time: now - 1000 }, demands)).toThrow(expected)
    expect(() => check({ acr: 'iron', auth_time: now }, demands)).toThrow(expected)
  })

  it('property: whoever passes a shorter time passes a longer one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.nat(5000), fc.nat(5000), (ageSeconds, shorter, more) => {
        const passes = (maxAgeSeconds: number): boolean => {
          try {
            check({ auth_time: now - ageSeconds }, { maxAgeSeconds })
            return true
          } catch {
            return false
          }
        }
        expect(passes(shorter + more) || !passes(shorter)).toBe(true)
      }),
    )
  })
})
