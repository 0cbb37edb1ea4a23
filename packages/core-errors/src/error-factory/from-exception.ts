import { type AuthPlatformError, isAuthPlatformError } from '../auth-platform-error.ts'
import type { ErrorClass } from '../define-error.ts'
import { checkObject } from '../options/check-kind.ts'
import { ConnectionError, NetworkError, TimeoutError } from '../network-errors.ts'

/** What {@link fromException} takes beside the exception. */
export interface FromExceptionOptions {
  readonly correlationId?: string | undefined
  /** The deadline that applied, in seconds: it is told with a time-out. */
  readonly timeoutSeconds?: number | undefined
}

/** Failures before the first byte was sent: the host was not found, the connection or its TLS session not made. */
const neverSent = /ENOTFOUND|EAI_AGAIN|REFUSED|UNREACH|CONNECT_T|CERT|TIMEDOUT connect/i
const timedOut = /TIME_?D?OUT/i

/** The class for what an exception, or the first that has one of what caused it, calls itself. */
function selectErrorClass(exception: unknown, depth = 9): ErrorClass<AuthPlatformError> | undefined {
  if (!depth || Object(exception) !== exception) return undefined
  const { code, name, syscall, cause, errors } = exception as Record<string, unknown>
  const text = [name, code, syscall].join(' ')
  if (neverSent.test(text)) return ConnectionError
  if (timedOut.test(text)) return TimeoutError
  return [cause]
    .concat(errors)
    .map((inner) => selectErrorClass(inner, depth - 1))
    .find(Boolean)
}

/**
 * The typed error for whatever a network call threw: {@link ConnectionError} when the request was never sent,
 * {@link TimeoutError} at a deadline, {@link NetworkError} for the rest. An error of this family comes back as it is.
 * It does not look at HTTP statuses: that is `fromHttpResponse`.
 * @throws {InvalidConfigError} VAL_2002, when `options` is no object
 */
export function fromException(exception: unknown, options: FromExceptionOptions = {}): AuthPlatformError {
  if (isAuthPlatformError(exception)) return exception
  const { correlationId, timeoutSeconds } = checkObject(options, 'options')
  const ErrorClass: ErrorClass<AuthPlatformError, { timeoutSeconds: number | undefined }> = selectErrorClass(exception) ?? NetworkError
  return new ErrorClass(undefined, { correlationId, timeoutSeconds, cause: exception })
}
