import { TimeoutError } from '@auth/core-errors'

/** When to stop waiting. */
export interface DeadlineOptions {
  readonly timeoutSeconds: number
  readonly signal?: AbortSignal | undefined
}

/**
 * The outcome of the work, or a rejection as soon as the deadline passes or the caller's signal aborts, whether the work
 * heeds the signal that it is given or not.
 * @throws {TimeoutError} NET_3002 at the deadline
 */
export async function withinDeadline<T>(
  { timeoutSeconds, signal }: DeadlineOptions,
  work: (signal: AbortSignal) => T | PromiseLike<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const deadline = new AbortController()
  const timer = setTimeout(
    () => deadline.abort(new TimeoutError(`no complete answer within ${timeoutSeconds} seconds`, { timeoutSeconds })),
    timeoutSeconds * 1000,
  )
  const stop = AbortSignal.any(signal ? [signal, deadline.signal] : [deadline.signal])
  const stopped = new Promise<never>((_, reject) => {
    stop.addEventListener('abort', () => reject(stop.reason))
  })
  try {
    return await Promise.race([work(stop), stopped])
  } finally {
    clearTimeout(timer)
  }
}
