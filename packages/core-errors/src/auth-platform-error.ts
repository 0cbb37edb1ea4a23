import { brand } from './brand.ts'
import type { ErrorCode } from './error-code.ts'
import { redact, redactCause } from './redact.ts'

/** What every error's constructor takes beside its message. */
export interface AuthPlatformErrorOptions {
  /** Ties the error to the request that it came from. */
  readonly correlationId?: string | undefined
  /** The status that an upstream server answered with, where there was one. */
  readonly statusCode?: number | undefined
  /** Plain data about the failure. What is named or looks like a secret is replaced by `[redacted]`. */
  readonly details?: Readonly<Record<string, unknown>> | undefined
  /** What led to this error. Kept as it is unless it shows a secret; then a copy without it. */
  readonly cause?: unknown
}

/** The keys are those of the Python SDK's `to_dict()`. */
export interface AuthPlatformErrorJSON {
  /** The message. */
  readonly error: string
  readonly code: ErrorCode
  /** The upstream's status where there was one, else what a server answers with. */
  readonly status_code: number
  readonly correlation_id: string | null
  readonly details: Readonly<Record<string, unknown>>
}

/**
 * What every error of the `@auth` packages is. `instanceof` and {@link isAuthPlatformError} hold across copies and
 * versions of this package. Message, `details` and `cause` are redacted when the error is made; an opaque secret
 * without a telling name or prefix cannot be recognised, so none may be passed in.
 */
export abstract class AuthPlatformError extends Error {
  /** The code from the table {@link ErrorCode}. */
  declare readonly code: ErrorCode
  /** The HTTP status that a server answers with by default. */
  declare readonly httpStatus: number
  /** Ties the error to the request that it came from. */
  readonly correlationId: string | undefined
  /** The status that an upstream server answered with, where there was one. */
  readonly statusCode: number | undefined
  /** Plain data about the failure, without secrets. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(message: string, { cause, correlationId, statusCode, details }: AuthPlatformErrorOptions = {}) {
    super(redact(message) as string, cause === undefined ? undefined : { cause: redactCause(cause) })
    this.correlationId = correlationId
    this.statusCode = statusCode
    this.details = Object.freeze(redact({ ...details })) as Readonly<Record<string, unknown>>
  }

  /** Whether the same call may succeed later, unchanged: an outage or a limit, never a bad credential. */
  get retryable(): boolean {
    return this.httpStatus === 503 || /4001|5001/.test(this.code)
  }

  /** What may be logged or answered. */
  toJSON(): AuthPlatformErrorJSON {
    const { message, code, statusCode, httpStatus, correlationId, details } = this
    return { error: message, code, status_code: statusCode ?? httpStatus, correlation_id: correlationId ?? null, details }
  }

  /** Another copy's error is an instance of this class, and of the class of its name. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (super[Symbol.hasInstance](value)) return true
    if (!isAuthPlatformError(value)) return false
    return (
      this === AuthPlatformError ||
      (Object.hasOwn(this.prototype, brand) && Reflect.get(this.prototype, brand) === Reflect.get(value, brand))
    )
  }
}

/** Whether this is an error of the `@auth` packages, from this copy of the package or from another. */
export function isAuthPlatformError(value: unknown): value is AuthPlatformError {
  return brand in Object(value)
}
