import type { ErrorCode } from '@auth/core-errors'
import type { CircuitEvent } from './circuit-breaker.ts'

/** Which endpoint an event is about. */
export interface EndpointReference {
  readonly origin: string
  readonly kind: string
}

/** Which attempt an event is about. */
export interface AttemptReference extends EndpointReference {
  readonly method: string
  /** Without its query, which may carry secrets. */
  readonly url: string
  /** From 1. */
  readonly attempt: number
  /** What the call was given. */
  readonly correlationId: string | undefined
}

/** The server gave an answer that stands, which may be a 4xx. */
export interface AttemptAnsweredEvent extends AttemptReference {
  readonly type: 'attempt_answered'
  readonly statusCode: number
  /** The wait for a place included. */
  readonly durationSeconds: number
}

/** The server answered 408, 429 or 5xx (`statusCode`), or there was no usable answer (`code`). An attempt that the caller aborted is not told. */
export interface AttemptFailedEvent extends AttemptReference {
  readonly type: 'attempt_failed'
  readonly statusCode: number | undefined
  readonly code: ErrorCode | undefined
  readonly durationSeconds: number
}

/** The call will be tried again after a wait. */
export interface RetryScheduledEvent extends AttemptReference {
  readonly type: 'retry_scheduled'
  readonly delaySeconds: number
}

/** The call could be tried again but is not: the circuit is open, the wait does not fit before the deadline, or the budget is spent. */
export interface RetryRefusedEvent extends AttemptReference {
  readonly type: 'retry_refused'
  readonly reason: 'circuit' | 'deadline' | 'budget'
}

/** What an executor tells its observer. */
export type HTTPEvent =
  | AttemptAnsweredEvent
  | AttemptFailedEvent
  | RetryScheduledEvent
  | RetryRefusedEvent
  | (CircuitEvent & EndpointReference)
