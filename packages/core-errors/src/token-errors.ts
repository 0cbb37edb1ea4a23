import type { AuthPlatformError } from './auth-platform-error.ts'
import { defineError, type ErrorClass } from './define-error.ts'

/** The token was good once: its `exp` has passed. Get a new one. */
export interface TokenExpiredError extends AuthPlatformError {
  readonly name: 'TokenExpiredError'
  readonly code: 'AUTH_1001'
}
export const TokenExpiredError: ErrorClass<TokenExpiredError> = /* @__PURE__ */ defineError('TokenExpiredError', 'AUTH_1001', 401)

/** The token fails a check, which `details.check` names. Nothing that it says may be believed. */
export interface TokenInvalidError extends AuthPlatformError {
  readonly name: 'TokenInvalidError'
  readonly code: 'AUTH_1002'
}
export const TokenInvalidError: ErrorClass<TokenInvalidError> = /* @__PURE__ */ defineError('TokenInvalidError', 'AUTH_1002', 401)

/** What a {@link TokenRefreshError} has beyond every error. */
export interface TokenRefreshErrorFields {
  /** Whether the refresh token is still good and the refresh may be tried again. @default false */
  readonly transient: boolean
}

/** A refresh failed: for good (sign in again), or for now when `transient`; then `httpStatus` is 503. */
export interface TokenRefreshError extends AuthPlatformError, TokenRefreshErrorFields {
  readonly name: 'TokenRefreshError'
  readonly code: 'AUTH_1003'
}
export const TokenRefreshError: ErrorClass<TokenRefreshError, TokenRefreshErrorFields> = /* @__PURE__ */ defineError(
  'TokenRefreshError',
  'AUTH_1003',
  401,
  { transient: false },
)

/** The token was withdrawn before it expired. */
export interface TokenRevokedError extends AuthPlatformError {
  readonly name: 'TokenRevokedError'
  readonly code: 'AUTH_1008'
}
export const TokenRevokedError: ErrorClass<TokenRevokedError> = /* @__PURE__ */ defineError('TokenRevokedError', 'AUTH_1008', 401)
