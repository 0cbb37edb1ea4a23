import { checkObject, checkOption } from '@auth/core-errors/options'

/** How many retries there may be in all, so that they do not multiply an outage. One retry costs 1. */
export interface RetryBudgetConfig {
  /** How many retries can be saved up; the budget starts full. @default 100 */
  readonly capacity?: number | undefined
  /** What each answer that is not a failure adds. @default 0.2 */
  readonly retriesPerSuccess?: number | undefined
  /** What each second adds. @default 1 */
  readonly retriesPerSecond?: number | undefined
}

/** {@link RetryBudgetConfig}, checked, with its defaults. */
export type CheckedRetryBudgetConfig = { readonly [Name in keyof RetryBudgetConfig]-?: number }

/** The configuration with its defaults. @throws {InvalidConfigError} VAL_2002 */
export function checkRetryBudgetConfig(config: RetryBudgetConfig): CheckedRetryBudgetConfig {
  const { capacity = 100, retriesPerSuccess = 0.2, retriesPerSecond = 1 } = checkObject(config, 'retryBudget')
  return {
    capacity: checkAmount(capacity, 'retryBudget.capacity'),
    retriesPerSuccess: checkAmount(retriesPerSuccess, 'retryBudget.retriesPerSuccess'),
    retriesPerSecond: checkAmount(retriesPerSecond, 'retryBudget.retriesPerSecond'),
  }
}

function checkAmount(value: number, option: string): number {
  return checkOption(Number.isFinite(value) && value >= 0, value, option, 'a finite number from 0')
}

/** A token bucket that successes and time fill and retries empty. */
export class RetryBudget {
  readonly #config: CheckedRetryBudgetConfig
  readonly #monotonicNow: () => number
  #saved: number
  #filledAt: number

  constructor(config: CheckedRetryBudgetConfig, monotonicNow: () => number) {
    this.#config = config
    this.#monotonicNow = monotonicNow
    this.#saved = config.capacity
    this.#filledAt = monotonicNow()
  }

  /** Counts an answer that is not a failure. */
  earn(): void {
    this.#add(this.#config.retriesPerSuccess)
  }

  /** Pays for one retry; `false` when there is not enough. */
  spend(): boolean {
    const now = this.#monotonicNow()
    this.#add(((now - this.#filledAt) / 1000) * this.#config.retriesPerSecond)
    this.#filledAt = now
    if (this.#saved < 1) return false
    this.#saved -= 1
    return true
  }

  #add(amount: number): void {
    this.#saved = Math.min(this.#config.capacity, this.#saved + amount)
  }
}
