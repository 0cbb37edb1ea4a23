/** Lets a number of calls run at a time; the others wait in the order in which they came. */
export class ConcurrencyLimit {
  #free: number
  readonly #waiting = new Set<() => void>()

  constructor(maxConcurrent: number) {
    this.#free = maxConcurrent
  }

  /** Waits for a place. The answer gives it back, once. Rejects with the signal's reason when that aborts first. */
  async acquire(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    if (this.#free > 0) this.#free -= 1
    else await this.#wait(signal)
    let isHeld = true
    return () => {
      if (isHeld) this.#release()
      isHeld = false
    }
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        this.#waiting.delete(admit)
        signal.removeEventListener('abort', onAbort)
        resolve()
      }
      const onAbort = (): void => {
        this.#waiting.delete(admit)
        reject(signal.reason)
      }
      this.#waiting.add(admit)
      signal.addEventListener('abort', onAbort)
    })
  }

  #release(): void {
    const [next] = this.#waiting
    if (next) next()
    else this.#free += 1
  }
}
