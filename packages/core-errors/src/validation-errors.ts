import type { AuthPlatformError } from './auth-platform-error.ts'
import { defineError, type ErrorClass } from './define-error.ts'

/** An argument or a request is not what it must be. */
export interface ValidationError extends AuthPlatformError {
  readonly name: 'ValidationError'
  readonly code: 'VAL_2001'
}
export const ValidationError: ErrorClass<ValidationError> = /* @__PURE__ */ defineError('ValidationError', 'VAL_2001', 400)

/** An option is not what it must be; `details.option` names it. Thrown at construction. */
export interface InvalidConfigError extends AuthPlatformError {
  readonly name: 'InvalidConfigError'
  readonly code: 'VAL_2002'
}
export const InvalidConfigError: ErrorClass<InvalidConfigError> = /* @__PURE__ */ defineError('InvalidConfigError', 'VAL_2002', 500)

/** The provider does not know or does not grant a scope (`invalid_scope`). */
export interface InvalidScopeError extends AuthPlatformError {
  readonly name: 'InvalidScopeError'
  readonly code: 'VAL_2003'
}
export const InvalidScopeError: ErrorClass<InvalidScopeError> = /* @__PURE__ */ defineError('InvalidScopeError', 'VAL_2003', 400)

/** The code or refresh token is spent, expired or not this client's (`invalid_grant`). */
export interface InvalidGrantError extends AuthPlatformError {
  readonly name: 'InvalidGrantError'
  readonly code: 'VAL_2004'
}
export const InvalidGrantError: ErrorClass<InvalidGrantError> = /* @__PURE__ */ defineError('InvalidGrantError', 'VAL_2004', 400)

/** What a {@link CallbackError} has beyond every error. */
export interface CallbackErrorFields {
  /** The check that failed: `state_mismatch`, `issuer_mismatch`, `missing_transaction`, … @default 'invalid' */
  readonly reason: string
}

/** The authorization response fails a check, which `reason` names. */
export interface CallbackError extends AuthPlatformError, CallbackErrorFields {
  readonly name: 'CallbackError'
  readonly code: 'VAL_2005'
}
export const CallbackError: ErrorClass<CallbackError, CallbackErrorFields> = /* @__PURE__ */ defineError('CallbackError', 'VAL_2005', 400, {
  reason: 'invalid',
})
