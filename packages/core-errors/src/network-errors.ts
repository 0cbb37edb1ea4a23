import type { AuthPlatformError } from './auth-platform-error.ts'
import { defineError, type ErrorClass } from './define-error.ts'

/** The request may or may not have reached the server. */
export interface NetworkError extends AuthPlatformError {
  readonly name: 'NetworkError'
  readonly code: 'NET_3001'
}
export const NetworkError: ErrorClass<NetworkError> = /* @__PURE__ */ defineError('NetworkError', 'NET_3001', 503)

/** What a {@link TimeoutError} has beyond every error. */
export interface TimeoutErrorFields {
  /** The deadline, in seconds. */
  readonly timeoutSeconds: number | undefined
}

/** No answer within the deadline. The request may have been carried out. */
export interface TimeoutError extends AuthPlatformError, TimeoutErrorFields {
  readonly name: 'TimeoutError'
  readonly code: 'NET_3002'
}
export const TimeoutError: ErrorClass<TimeoutError, TimeoutErrorFields> = /* @__PURE__ */ defineError('TimeoutError', 'NET_3002', 503, {
  timeoutSeconds: undefined,
})

/** The request was never sent (refused connection, unknown host), so that it is safe to send again. */
export interface ConnectionError extends AuthPlatformError {
  readonly name: 'ConnectionError'
  readonly code: 'NET_3003'
}
export const ConnectionError: ErrorClass<ConnectionError> = /* @__PURE__ */ defineError('ConnectionError', 'NET_3003', 503)

/** What a {@link CircuitOpenError} has beyond every error. */
export interface CircuitOpenErrorFields {
  /** How long to wait before the next try, in seconds, where it is known. */
  readonly retryAfterSeconds: number | undefined
}

/** Not sent: the circuit breaker is open after repeated failures. */
export interface CircuitOpenError extends AuthPlatformError, CircuitOpenErrorFields {
  readonly name: 'CircuitOpenError'
  readonly code: 'NET_3004'
}
export const CircuitOpenError: ErrorClass<CircuitOpenError, CircuitOpenErrorFields> = /* @__PURE__ */ defineError(
  'CircuitOpenError',
  'NET_3004',
  503,
  { retryAfterSeconds: undefined },
)

/** What a {@link RateLimitError} has beyond every error. */
export interface RateLimitErrorFields {
  /** How long to wait before the next try, in seconds, where it is known. */
  readonly retryAfterSeconds: number | undefined
}

/** The server asks to slow down (429). */
export interface RateLimitError extends AuthPlatformError, RateLimitErrorFields {
  readonly name: 'RateLimitError'
  readonly code: 'RATE_4001'
}
export const RateLimitError: ErrorClass<RateLimitError, RateLimitErrorFields> = /* @__PURE__ */ defineError(
  'RateLimitError',
  'RATE_4001',
  429,
  { retryAfterSeconds: undefined },
)

/** The quota is used up; waiting a moment does not help. */
export interface QuotaExceededError extends AuthPlatformError {
  readonly name: 'QuotaExceededError'
  readonly code: 'RATE_4002'
}
export const QuotaExceededError: ErrorClass<QuotaExceededError> = /* @__PURE__ */ defineError('QuotaExceededError', 'RATE_4002', 429)
