import { TimeoutError } from '@auth/core-errors'
import { checkObject, checkOption, checkSeconds, checkString } from '@auth/core-errors/options'
import type { CallOptions } from './call-options.ts'

/** One call under way, whose deadline holds over all the requests that it makes. */
export interface Call {
  readonly signal: AbortSignal
  readonly correlationId: string | undefined
  /** What is left until the deadline, in seconds. @throws {TimeoutError} NET_3002 when it has passed */
  readonly remainingSeconds: () => number
  /** Does the work under the signal, which then aborts at the deadline, too: with a TimeoutError. No timer outlives the work. */
  readonly withinDeadline: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>
}

/** What a call is begun with. */
export interface CallRules {
  readonly timeoutSeconds: number
  readonly monotonicNow: () => number
  /** Aborted when the client is closed. */
  readonly closing: AbortSignal
}

/** Begins a call. @throws {InvalidConfigError} VAL_2002 naming the option; the reason of a signal that is aborted already */
export function beginCall(options: CallOptions, { timeoutSeconds, monotonicNow, closing }: CallRules): Call {
  const { signal, deadlineSeconds = timeoutSeconds, correlationId } = checkObject(options, 'options')
  checkOption(signal === undefined || signal instanceof AbortSignal, undefined, 'signal', 'an AbortSignal')
  checkSeconds(deadlineSeconds, 'deadlineSeconds', 0.001, 2_147_483)
  if (correlationId !== undefined) checkString(correlationId, 'correlationId')
  closing.throwIfAborted()
  signal?.throwIfAborted()
  const endsAt = monotonicNow() + deadlineSeconds * 1000
  const merged = signal === undefined ? closing : AbortSignal.any([closing, signal])
  const tooLate = (): TimeoutError => new TimeoutError('no answer within the deadline', { timeoutSeconds: deadlineSeconds, correlationId })
  const remainingSeconds = (): number => {
    const remaining = (endsAt - monotonicNow()) / 1000
    if (remaining < 0.001) throw tooLate()
    return remaining
  }
  return {
    signal: merged,
    correlationId,
    remainingSeconds,
    async withinDeadline(work) {
      const deadline = new AbortController()
      // Not AbortSignal.timeout: listened to, it keeps a Deno program running until it fires.
      const timer = setTimeout(() => deadline.abort(tooLate()), Math.ceil(remainingSeconds() * 1000))
      try {
        return await work(AbortSignal.any([merged, deadline.signal]))
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
