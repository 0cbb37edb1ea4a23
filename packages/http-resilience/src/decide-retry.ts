import { ConnectionError, NetworkError, parseRetryAfter, TimeoutError } from '@auth/core-errors'
import { retryDelay } from './retry-delay.ts'
import type { RetryRule } from './retry-rule.ts'
import { UnsuccessfulResponse } from './unsuccessful-response.ts'

const retryableStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

/** What is decided after a failed attempt. */
export type RetryDecision =
  | { readonly kind: 'retry'; readonly delaySeconds: number }
  | { readonly kind: 'refused'; readonly reason: 'circuit' | 'deadline' | 'budget' }
  | { readonly kind: 'final' }

/** What {@link decideRetry} decides by. */
export interface RetryCircumstances {
  readonly failure: unknown
  /** Which attempt failed, from 1. */
  readonly attempt: number
  readonly rule: RetryRule
  /** What is left until the deadline, in seconds. */
  readonly remainingSeconds: number
  readonly isCircuitOpen: boolean
  /** Pays for one retry, or says that there is nothing left to pay with. */
  readonly spend: () => boolean
  readonly now: () => number
  readonly random: () => number
}

/** Whether to try again, and when: never before the server's `Retry-After`, and never for nothing. */
export function decideRetry({ failure, attempt, rule, remainingSeconds, ...circumstances }: RetryCircumstances): RetryDecision {
  const { config } = rule
  if (!config || attempt > config.maxRetries || !mayRetry(failure, rule)) return { kind: 'final' }
  if (circumstances.isCircuitOpen) return { kind: 'refused', reason: 'circuit' }
  const delaySeconds = Math.max(retryDelay(attempt, config, circumstances.random), readRetryAfter(failure, circumstances.now()))
  if (delaySeconds >= remainingSeconds) return { kind: 'refused', reason: 'deadline' }
  return circumstances.spend() ? { kind: 'retry', delaySeconds } : { kind: 'refused', reason: 'budget' }
}

/** What was never sent may be sent by any method. */
function mayRetry(failure: unknown, { isRepeatable }: RetryRule): boolean {
  if (failure instanceof ConnectionError) return true
  if (!isRepeatable) return false
  if (failure instanceof UnsuccessfulResponse) return retryableStatuses.has(failure.response.status)
  return failure instanceof NetworkError || failure instanceof TimeoutError
}

function readRetryAfter(failure: unknown, now: number): number {
  return failure instanceof UnsuccessfulResponse ? (parseRetryAfter(failure.response.headers.get('retry-after'), now) ?? 0) : 0
}
