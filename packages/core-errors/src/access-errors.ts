import type { AuthPlatformError } from './auth-platform-error.ts'
import { defineError, type ErrorClass } from './define-error.ts'

/** The provider refused the client authentication (`invalid_client`). */
export interface InvalidCredentialsError extends AuthPlatformError {
  readonly name: 'InvalidCredentialsError'
  readonly code: 'AUTH_1004'
}
export const InvalidCredentialsError: ErrorClass<InvalidCredentialsError> = /* @__PURE__ */ defineError(
  'InvalidCredentialsError',
  'AUTH_1004',
  401,
)

/** The request carries no credentials. */
export interface UnauthorizedError extends AuthPlatformError {
  readonly name: 'UnauthorizedError'
  readonly code: 'AUTH_1005'
}
export const UnauthorizedError: ErrorClass<UnauthorizedError> = /* @__PURE__ */ defineError('UnauthorizedError', 'AUTH_1005', 401)

/** What a {@link InsufficientScopeError} has beyond every error. */
export interface InsufficientScopeErrorFields {
  /** The scopes that are needed. @default [] */
  readonly required: readonly string[]
  /** The scopes that the token has. @default [] */
  readonly granted: readonly string[]
}

/** The token is good, but not for this. */
export interface InsufficientScopeError extends AuthPlatformError, InsufficientScopeErrorFields {
  readonly name: 'InsufficientScopeError'
  readonly code: 'AUTH_1006'
}
export const InsufficientScopeError: ErrorClass<InsufficientScopeError, InsufficientScopeErrorFields> = /* @__PURE__ */ defineError(
  'InsufficientScopeError',
  'AUTH_1006',
  403,
  { required: [], granted: [] },
)

/** What a {@link StepUpRequiredError} has beyond every error. */
export interface StepUpRequiredErrorFields {
  /** The authentication contexts of which one is needed. @default [] */
  readonly acrValues: readonly string[]
  /** How long ago the sign-in may be, in seconds. */
  readonly maxAgeSeconds: number | undefined
}

/** The user must sign in again, stronger or more recently (RFC 9470). */
export interface StepUpRequiredError extends AuthPlatformError, StepUpRequiredErrorFields {
  readonly name: 'StepUpRequiredError'
  readonly code: 'AUTH_1007'
}
export const StepUpRequiredError: ErrorClass<StepUpRequiredError, StepUpRequiredErrorFields> = /* @__PURE__ */ defineError(
  'StepUpRequiredError',
  'AUTH_1007',
  401,
  { acrValues: [], maxAgeSeconds: undefined },
)

/** The provider needs the user's presence: `login_required`, `interaction_required` or `consent_required`. */
export interface LoginRequiredError extends AuthPlatformError {
  readonly name: 'LoginRequiredError'
  readonly code: 'AUTH_1009'
}
export const LoginRequiredError: ErrorClass<LoginRequiredError> = /* @__PURE__ */ defineError('LoginRequiredError', 'AUTH_1009', 401)

/** The user or the provider said no. */
export interface AccessDeniedError extends AuthPlatformError {
  readonly name: 'AccessDeniedError'
  readonly code: 'AUTH_1010'
}
export const AccessDeniedError: ErrorClass<AccessDeniedError> = /* @__PURE__ */ defineError('AccessDeniedError', 'AUTH_1010', 403)

/** A device code, a CIBA request or a login transaction ran out. Start again. */
export interface AuthorizationExpiredError extends AuthPlatformError {
  readonly name: 'AuthorizationExpiredError'
  readonly code: 'AUTH_1011'
}
export const AuthorizationExpiredError: ErrorClass<AuthorizationExpiredError> = /* @__PURE__ */ defineError(
  'AuthorizationExpiredError',
  'AUTH_1011',
  401,
)
