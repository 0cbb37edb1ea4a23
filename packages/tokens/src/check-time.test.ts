import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkBegun, checkNotExpired, isInTime, parseClock, readExpiry, readNumericDate, toTimeWindow } from './check-time.ts'

const invalid = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check }) })
const at = (seconds: number, clockToleranceSeconds = 0): ReturnType<typeof parseClock> => ({
  now: () => seconds * 1000,
  clockToleranceSeconds,
})

describe('readNumericDate', () => {
  it('reads finite numbers, fractions and the past included, and absence as undefined', () => {
    expect(readNumericDate(1.5, 'exp')).toBe(1.5)
    expect(readNumericDate(-1, 'exp')).toBe(-1)
    expect(readNumericDate(undefined, 'exp')).toBeUndefined()
  })

  it.each(['1', null, Number.NaN, Number.POSITIVE_INFINITY, true, [1], {}])('refuses %j', (value) => {
    for (const name of ['exp', 'nbf', 'iat'] as const) expect(() => readNumericDate(value, name)).toThrow(invalid(name))
  })
})

it('readExpiry asks for exp, whatever it says', () => {
  expect(readExpiry({ exp: -5 })).toBe(-5)
  expect(() => readExpiry({})).toThrow(invalid('exp'))
})

describe('checkNotExpired', () => {
  it('refuses at exp itself, and lets pass right before it', () => {
    expect(() => checkNotExpired({ exp: 100 }, at(99.999))).not.toThrow()
    expect(() => checkNotExpired({ exp: 100 }, at(100))).toThrow(
      expect.objectContaining({ code: 'AUTH_1001', details: { check: 'exp', exp: 100 } }),
    )
  })

  it('adds the tolerance to exp', () => {
    expect(() => checkNotExpired({ exp: 100 }, at(109.999, 10))).not.toThrow()
    expect(() => checkNotExpired({ exp: 100 }, at(110, 10))).toThrow(expect.objectContaining({ code: 'AUTH_1001' }))
  })

  it('refuses a token without exp as invalid, not as expired', () => {
    expect(() => checkNotExpired({}, at(0))).toThrow(invalid('exp'))
  })

  it('lets nothing pass by a clock that tells no number', () => {
    expect(() => checkNotExpired({ exp: 100 }, at(Number.NaN))).toThrow(expect.objectContaining({ code: 'AUTH_1001' }))
    expect(() => checkBegun({ nbf: 100 }, at(Number.NaN))).toThrow(invalid('nbf'))
  })
})

describe('checkBegun', () => {
  it.each(['nbf', 'iat'] as const)('lets pass at %s itself, refuses right before it, and subtracts the tolerance', (name) => {
    expect(() => checkBegun({ [name]: 100 }, at(100))).not.toThrow()
    expect(() => checkBegun({ [name]: 100 }, at(99.999))).toThrow(invalid(name))
    expect(() => checkBegun({ [name]: 100 }, at(90, 10))).not.toThrow()
    expect(() => checkBegun({ [name]: 100 }, at(89.999, 10))).toThrow(invalid(name))
  })

  it('asks for neither nbf nor iat', () => {
    expect(() => checkBegun({}, at(0))).not.toThrow()
  })
})

describe('parseClock', () => {
  it('tolerates 10 seconds unless told otherwise, and at most 60', () => {
    expect(parseClock({})).toMatchObject({ now: Date.now, clockToleranceSeconds: 10 })
    expect(parseClock({ clockToleranceSeconds: 60 }).clockToleranceSeconds).toBe(60)
    for (const clockToleranceSeconds of [60.001, -1, Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(() => parseClock({ clockToleranceSeconds })).toThrow(
        expect.objectContaining({ code: 'VAL_2002', details: { option: 'clockToleranceSeconds' } }),
      )
    }
  })

  it('refuses a clock that is no function', () => {
    expect(() => parseClock({ now: 5 as never })).toThrow(expect.objectContaining({ code: 'VAL_2002', details: { option: 'now' } }))
  })
})

it('property: a token passes exactly from nbf − tolerance to right before exp + tolerance', () => {
  const seconds = fc.integer({ min: 0, max: 1000 })
  fc.assert(
    fc.property(seconds, seconds, seconds, fc.integer({ min: 0, max: 60 }), (nbf, exp, now, tolerance) => {
      const passes = ((): boolean => {
        try {
          checkBegun({ nbf }, at(now, tolerance))
          checkNotExpired({ exp }, at(now, tolerance))
          return true
        } catch {
          return false
        }
      })()
      expect(passes).toBe(now >= nbf - tolerance && now < exp + tolerance)
    }),
  )
})

const seconds = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double({ min: -20, max: 20, noNaN: true }))
const optionalSeconds = fc.option(seconds, { nil: undefined })

describe('isInTime', () => {
  it('lets pass exactly what the checks of the claims let pass', () => {
    fc.assert(
      fc.property(optionalSeconds, optionalSeconds, seconds, seconds, fc.integer({ min: 0, max: 5 }), (nbf, iat, exp, now, tolerance) => {
        const claims = { nbf, iat, exp }
        const passes = (): boolean => {
          try {
            checkBegun(claims, at(now, tolerance))
            checkNotExpired(claims, at(now, tolerance))
            return true
          } catch {
            return false
          }
        }
        expect(isInTime(toTimeWindow(claims), at(now, tolerance))).toBe(passes())
      }),
      { numRuns: 2000 },
    )
  })

  it('lets nothing pass by a clock that tells NaN', () => {
    expect(isInTime(toTimeWindow({ exp: 5 }), at(Number.NaN))).toBe(false)
  })
})
