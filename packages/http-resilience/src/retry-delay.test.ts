import { InvalidConfigError } from '@auth/core-errors'
import { assert, double, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retryDelay } from './retry-delay.ts'

const random = (): number => 0.5

describe('retryDelay', () => {
  it('doubles from one second up to thirty', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7].map((attempt) => retryDelay(attempt, { jitter: 'none' }, random))
    expect(delays).toEqual([1, 2, 4, 8, 16, 30, 30])
  })

  it('takes its share of that by chance', () => {
    expect([1, 2, 3].map((attempt) => retryDelay(attempt, {}, random))).toEqual([0.5, 1, 2])
  })

  it('spreads over the whole range and never beyond', () => {
    const chance = double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    assert(
      property(integer({ min: 1, max: 1000 }), chance, (attempt, share) => {
        const whole = retryDelay(attempt, { jitter: 'none' }, random)
        expect(whole).toBeLessThanOrEqual(30)
        expect(retryDelay(attempt, {}, () => share)).toBe(whole * share)
      }),
    )
  })

  it.each([
    ['attempt', [0, {}, random]],
    ['retry.maxRetries', [1, { maxRetries: -1 }, random]],
    ['random', [1, {}, 0.5]],
  ])('refuses a wrong %s', (option, args) => {
    const call = (): unknown => Reflect.apply(retryDelay, undefined, args)
    expect(call).toThrow(InvalidConfigError)
    expect(call).toThrow(expect.objectContaining({ details: { option } }))
  })
})
