import type { AuthPlatformError, AuthPlatformErrorOptions } from '@auth/core-errors'
import { type AuthRequest, readHeader } from './auth-request.ts'

/** Whether a text may stand in a header and in a log line as it is. */
export function isCorrelationId(text: string | undefined): text is string {
  return text !== undefined && /^[\w.:/+=@-]{1,128}$/.test(text)
}

/**
 * What ties a request to its log lines: its `x-correlation-id`, else the trace id of its `traceparent` (W3C Trace Context
 * §3.2). A header that came twice, is too long or holds other characters is ignored.
 */
export function readCorrelationId(request: AuthRequest): string | undefined {
  const [id, ...others] = readHeader(request, 'x-correlation-id')
  if (others.length === 0 && isCorrelationId(id)) return id
  const [parent, ...parents] = readHeader(request, 'traceparent')
  if (parent === undefined || parents.length > 0) return undefined
  return /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-[\da-f]{16}-[\da-f]{2}(?:-|$)/.exec(parent)?.[1]
}

/** The error with the request's id: a copy, because its maker may give one error to several requests. */
export function withCorrelationId(error: AuthPlatformError, correlationId: string | undefined): AuthPlatformError {
  if (correlationId === undefined || error.correlationId === correlationId) return error
  const { message, cause, stack } = error
  const ErrorClass = error.constructor as new (message: string, options: AuthPlatformErrorOptions) => AuthPlatformError
  return Object.assign(new ErrorClass(message, { ...(error as object), cause, correlationId }), { stack })
}
