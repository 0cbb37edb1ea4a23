import type { AuthPlatformError } from '@auth/core-errors'

/** What a {@link FailureCooldown} runs on. */
export interface FailureCooldownOptions {
  /** In milliseconds. */
  readonly monotonicNow: () => number
  /** Up to this a server's `Retry-After` is honoured. */
  readonly ttlSeconds: number
}

/** How long to leave a server alone after failures in a row: 1 second, then twice as long each time up to 30, or as it asks. */
export class FailureCooldown {
  readonly #options: FailureCooldownOptions
  #count = 0
  #until = -Infinity
  #lastError: AuthPlatformError | undefined

  constructor(options: FailureCooldownOptions) {
    this.#options = options
  }

  /** How many failures there were since the last success. */
  get count(): number {
    return this.#count
  }

  get lastError(): AuthPlatformError | undefined {
    return this.#lastError
  }

  /** For how long the server is still to be left alone, in seconds. */
  get remainingSeconds(): number {
    return Math.max(0, (this.#until - this.#options.monotonicNow()) / 1000)
  }

  record(error: AuthPlatformError): void {
    const { monotonicNow, ttlSeconds } = this.#options
    const asked = 'retryAfterSeconds' in error ? Number(error.retryAfterSeconds ?? 0) : 0
    const seconds = Math.max(Math.min(2 ** this.#count, 30), Math.min(asked, ttlSeconds))
    this.#count += 1
    this.#until = monotonicNow() + seconds * 1000
    this.#lastError = error
  }

  reset(): void {
    this.#count = 0
    this.#until = -Infinity
    this.#lastError = undefined
  }
}
