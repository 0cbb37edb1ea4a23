export { ErrorCode } from './error-code.ts'
export { AuthPlatformError, isAuthPlatformError } from './auth-platform-error.ts'
export type { AuthPlatformErrorJSON, AuthPlatformErrorOptions } from './auth-platform-error.ts'
export type { ErrorClass } from './define-error.ts'
export { TokenExpiredError, TokenInvalidError, TokenRefreshError, TokenRevokedError } from './token-errors.ts'
export type { TokenRefreshErrorFields } from './token-errors.ts'
export {
  InvalidCredentialsError,
  UnauthorizedError,
  InsufficientScopeError,
  StepUpRequiredError,
  LoginRequiredError,
  AccessDeniedError,
  AuthorizationExpiredError,
} from './access-errors.ts'
export type { InsufficientScopeErrorFields, StepUpRequiredErrorFields } from './access-errors.ts'
export { ValidationError, InvalidConfigError, InvalidScopeError, InvalidGrantError, CallbackError } from './validation-errors.ts'
export type { CallbackErrorFields } from './validation-errors.ts'
export { NetworkError, TimeoutError, ConnectionError, CircuitOpenError, RateLimitError, QuotaExceededError } from './network-errors.ts'
export type { TimeoutErrorFields, CircuitOpenErrorFields, RateLimitErrorFields } from './network-errors.ts'
export { ServerError, ServiceUnavailableError, ProtocolError, KeysUnavailableError } from './server-errors.ts'
export type { KeysUnavailableReason, ServiceUnavailableErrorFields, KeysUnavailableErrorFields } from './server-errors.ts'
export { DPoPError, PKCEError } from './proof-errors.ts'
export type { DPoPErrorFields, PKCEErrorFields } from './proof-errors.ts'
export * as ErrorFactory from './error-factory/index.ts'
export { parseRetryAfter } from './parse-retry-after.ts'
