import type { SessionLock } from './session-lock.ts'

/** A lock for all clients in this process. */
export class MemorySessionLock implements SessionLock {
  readonly #tails = new Map<string, Promise<void>>()

  async run<T>(key: string, work: () => Promise<T>, { signal }: { readonly signal: AbortSignal }): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve()
    const { promise: done, resolve: free } = Promise.withResolvers<void>()
    // Who gives up while waiting still stands in the line: the next one waits for both.
    const tail = before.then(() => done)
    this.#tails.set(key, tail)
    try {
      await untilAborted(before, signal)
      return await work()
    } finally {
      free()
      void tail.then(() => this.#tails.get(key) === tail && this.#tails.delete(key))
    }
  }
}

function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const onAbort = (): void => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
