import type { AuthPlatformError } from './auth-platform-error.ts'
import { defineError, type ErrorClass } from './define-error.ts'

/** Why there is no key: not in memory, not to be fetched, too old, or withdrawn by the issuer. */
export type KeysUnavailableReason = 'not_cached' | 'unreachable' | 'stale' | 'withdrawn'

/** The server answered with a failure of its own; `statusCode` says which. */
export interface ServerError extends AuthPlatformError {
  readonly name: 'ServerError'
  readonly code: 'SRV_5001'
}
export const ServerError: ErrorClass<ServerError> = /* @__PURE__ */ defineError('ServerError', 'SRV_5001', 502)

/** What a {@link ServiceUnavailableError} has beyond every error. */
export interface ServiceUnavailableErrorFields {
  /** How long to wait before the next try, in seconds, where it is known. */
  readonly retryAfterSeconds: number | undefined
}

/** The service cannot answer now: an outage, never a bad credential. */
export interface ServiceUnavailableError extends AuthPlatformError, ServiceUnavailableErrorFields {
  readonly name: 'ServiceUnavailableError'
  readonly code: 'SRV_5002'
}
export const ServiceUnavailableError: ErrorClass<ServiceUnavailableError, ServiceUnavailableErrorFields> = /* @__PURE__ */ defineError(
  'ServiceUnavailableError',
  'SRV_5002',
  503,
  { retryAfterSeconds: undefined },
)

/** The provider's answer breaks a specification. */
export interface ProtocolError extends AuthPlatformError {
  readonly name: 'ProtocolError'
  readonly code: 'SRV_5003'
}
export const ProtocolError: ErrorClass<ProtocolError> = /* @__PURE__ */ defineError('ProtocolError', 'SRV_5003', 502)

/** What a {@link KeysUnavailableError} has beyond every error. */
export interface KeysUnavailableErrorFields {
  /** Why there is no key. @default 'unreachable' */
  readonly reason: KeysUnavailableReason
  /** How long to wait before the next try, in seconds, where it is known. */
  readonly retryAfterSeconds: number | undefined
}

/** The issuer's keys cannot be had, so that no token can be judged: an outage, never a bad token. */
export interface KeysUnavailableError extends AuthPlatformError, KeysUnavailableErrorFields {
  readonly name: 'KeysUnavailableError'
  readonly code: 'SRV_5004'
}
export const KeysUnavailableError: ErrorClass<KeysUnavailableError, KeysUnavailableErrorFields> = /* @__PURE__ */ defineError(
  'KeysUnavailableError',
  'SRV_5004',
  503,
  { reason: 'unreachable', retryAfterSeconds: undefined },
)
