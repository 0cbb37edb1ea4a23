import { checkInteger, checkObject, checkOption, checkSeconds } from '@auth/core-errors/options'

/** When the share of bad calls among the recent ones opens a circuit. */
export interface CallWindowConfig {
  /** How far back calls are looked at, in seconds. @default 60 */
  readonly seconds?: number | undefined
  /** How many calls the window must hold before a share of them tells anything. @default 10 */
  readonly minimumCalls?: number | undefined
  /** The share of failed calls that opens the circuit, above 0 and up to 1. @default 0.5 */
  readonly failureRate?: number | undefined
  /** From how many seconds on a call counts as slow. @default none does */
  readonly slowCallSeconds?: number | undefined
  /** The share of slow calls that opens the circuit, above 0 and up to 1. @default 0.5 */
  readonly slowCallRate?: number | undefined
}

/** {@link CallWindowConfig}, checked, with its defaults. */
export type CheckedCallWindowConfig = { readonly [Name in keyof CallWindowConfig]-?: number }

/** What a finished call was like. */
export interface CallOutcome {
  readonly isFailure: boolean
  readonly isSlow: boolean
}

interface Slice {
  readonly index: number
  calls: number
  failures: number
  slow: number
}

const sliceCount = 10

/** The configuration with its defaults. @throws {InvalidConfigError} VAL_2002 */
export function checkCallWindowConfig(config: CallWindowConfig): CheckedCallWindowConfig {
  const {
    seconds = 60,
    minimumCalls = 10,
    failureRate = 0.5,
    slowCallSeconds = Infinity,
    slowCallRate = 0.5,
  } = checkObject(config, 'window')
  return {
    seconds: checkSeconds(seconds, 'window.seconds', 0.001),
    minimumCalls: checkInteger(minimumCalls, 'window.minimumCalls', 1),
    failureRate: checkRate(failureRate, 'window.failureRate'),
    slowCallSeconds: slowCallSeconds === Infinity ? Infinity : checkSeconds(slowCallSeconds, 'window.slowCallSeconds', 0.001),
    slowCallRate: checkRate(slowCallRate, 'window.slowCallRate'),
  }
}

function checkRate(value: number, option: string): number {
  return checkOption(typeof value === 'number' && value > 0 && value <= 1, value, option, 'a number above 0 and up to 1')
}

/** The recent calls, counted in ten slices of time, so that memory does not grow with traffic. */
export class CallWindow {
  readonly #config: CheckedCallWindowConfig
  readonly #monotonicNow: () => number
  readonly #slices: Slice[] = []

  constructor(config: CheckedCallWindowConfig, monotonicNow: () => number) {
    this.#config = config
    this.#monotonicNow = monotonicNow
  }

  record({ isFailure, isSlow }: CallOutcome): void {
    const index = this.#index()
    let slice = this.#slices[index % sliceCount]
    if (slice?.index !== index) this.#slices[index % sliceCount] = slice = { index, calls: 0, failures: 0, slow: 0 }
    slice.calls += 1
    slice.failures += Number(isFailure)
    slice.slow += Number(isSlow)
  }

  /** Whether there are enough calls, and too many bad ones among them. */
  isExceeded(): boolean {
    const oldest = this.#index() - sliceCount + 1
    const total = { calls: 0, failures: 0, slow: 0 }
    for (const { index, calls, failures, slow } of this.#slices.filter(Boolean)) {
      if (index < oldest) continue
      total.calls += calls
      total.failures += failures
      total.slow += slow
    }
    const { minimumCalls, failureRate, slowCallRate } = this.#config
    return total.calls >= minimumCalls && (total.failures >= failureRate * total.calls || total.slow >= slowCallRate * total.calls)
  }

  #index(): number {
    return Math.floor((this.#monotonicNow() / 1000 / this.#config.seconds) * sliceCount)
  }
}
