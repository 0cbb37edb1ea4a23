import { InvalidConfigError } from '@auth/core-errors'
import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkRetryBudgetConfig, RetryBudget, type RetryBudgetConfig } from './retry-budget.ts'

function budgetAt(clock: { ms: number }, config: RetryBudgetConfig): RetryBudget {
  return new RetryBudget(checkRetryBudgetConfig(config), () => clock.ms)
}
const still = { ms: 0 }

describe('RetryBudget', () => {
  it('starts full and pays for whole retries only', () => {
    const budget = budgetAt(still, { capacity: 2.5 })
    expect([budget.spend(), budget.spend(), budget.spend()]).toEqual([true, true, false])
  })

  it('earns by successes', () => {
    const budget = budgetAt(still, { capacity: 1, retriesPerSuccess: 0.5 })
    budget.spend()
    budget.earn()
    expect(budget.spend()).toBe(false)
    budget.earn()
    expect(budget.spend()).toBe(true)
  })

  it('fills with time', () => {
    const clock = { ms: 0 }
    const budget = budgetAt(clock, { capacity: 1, retriesPerSecond: 0.5 })
    budget.spend()
    clock.ms = 1999
    expect(budget.spend()).toBe(false)
    clock.ms = 2000
    expect(budget.spend()).toBe(true)
  })

  it('never pays for more than it held, earned and was given time for', () => {
    assert(
      property(array(constantFrom('spend', 'earn', 'wait')), (steps) => {
        const clock = { ms: 0 }
        const budget = budgetAt(clock, { capacity: 3, retriesPerSuccess: 0.2, retriesPerSecond: 1 })
        let paid = 0
        let earned = 3
        for (const step of steps) {
          if (step === 'spend') paid += Number(budget.spend())
          if (step === 'earn') budget.earn()
          if (step === 'wait') clock.ms += 500
          earned += step === 'earn' ? 0.2 : step === 'wait' ? 0.5 : 0
          expect(paid).toBeLessThanOrEqual(earned + 1e-9)
        }
      }),
    )
  })

  it('saves up no more than its capacity', () => {
    const clock = { ms: 0 }
    const budget = budgetAt(clock, { capacity: 1 })
    clock.ms = 3_600_000
    expect([budget.spend(), budget.spend()]).toEqual([true, false])
  })
})

describe('checkRetryBudgetConfig', () => {
  it('has a default for each option', () => {
    expect(checkRetryBudgetConfig({})).toEqual({ capacity: 100, retriesPerSuccess: 0.2, retriesPerSecond: 1 })
  })

  it.each([
    ['retryBudget', []],
    ['retryBudget.capacity', { capacity: -1 }],
    ['retryBudget.retriesPerSuccess', { retriesPerSuccess: Infinity }],
    ['retryBudget.retriesPerSecond', { retriesPerSecond: '1' }],
  ])('refuses a wrong %s', (option, config) => {
    const check = (): unknown => checkRetryBudgetConfig(config as never)
    expect(check).toThrow(InvalidConfigError)
    expect(check).toThrow(expect.objectContaining({ details: { option } }))
  })
})
