import { TimeoutError } from '@auth/core-errors'

/** How long one call may take, over all its attempts, and whether its caller still wants it. */
export interface Deadline {
  /** Aborts at the deadline with a TimeoutError, or with the caller's reason as soon as the caller aborts. */
  readonly signal: AbortSignal
  /** What is left, in seconds; 0 when it has passed. */
  remainingSeconds(): number
  /** Clears the timer: the call is over. */
  end(): void
}

/** What {@link createDeadline} needs to know. */
export interface DeadlineOptions {
  readonly timeoutSeconds: number
  readonly callerSignal: AbortSignal | undefined
  readonly monotonicNow: () => number
}

/** Starts the clock of one call. */
export function createDeadline({ timeoutSeconds, callerSignal, monotonicNow }: DeadlineOptions): Deadline {
  const startedAt = monotonicNow()
  const controller = new AbortController()
  const timer = setTimeout(
    () => controller.abort(new TimeoutError(`no complete answer within ${timeoutSeconds} seconds`, { timeoutSeconds })),
    timeoutSeconds * 1000,
  )
  const onAbort = (): void => controller.abort(callerSignal?.reason)
  if (callerSignal?.aborted) onAbort()
  callerSignal?.addEventListener('abort', onAbort)
  return {
    signal: controller.signal,
    remainingSeconds: () => Math.max(0, timeoutSeconds - (monotonicNow() - startedAt) / 1000),
    end() {
      clearTimeout(timer)
      callerSignal?.removeEventListener('abort', onAbort)
    },
  }
}
