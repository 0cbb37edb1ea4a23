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
  declare readonly correlationId: string | undefined
  /** The status that an upstream server answered with, where there was one. */
  declare readonly statusCode: number | undefined
  /** Plain data about the failure, without secrets. */
  declare readonly details: Readonly<Record<string, unknown>>

  constructor(message: string, { cause, correlationId, statusCode, details }: AuthPlatformErrorOptions = {}) {
    super(redact(message) as string, cause === undefined ? undefined : { cause: redactCause(cause) })
    Object.assign(this, { correlationId, statusCode, details: Object.freeze(redact({ ...details })) })
  }

  /** Whether the same call may succeed later, unchanged: an outage or a limit, never a bad credential. */
  get retryable(): boolean {
    return this.httpStatus === 503 || /[45]001/.test(this.code)
  }

  /** What may be logged or answered. */
  toJSON(): AuthPlatformErrorJSON {
    return {
      error: this.message,
      code: this.code,
      status_code: this.statusCode ?? this.httpStatus,
      correlation_id: this.correlationId ?? null,
      details: this.details,
    }
  }

  /** The address of the page that explains this code: what causes it, and what helps. `.example` until the site has an address of its own. */
  get docs(): string {
    return 'https://auth.example/errors/#' + this.code
  }

  /** Another copy's error is an instance of this class, and of the class of its name. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (
      super[Symbol.hasInstance](value) ||
      (this === AuthPlatformError ? isAuthPlatformError(value) : Object.hasOwn(this.prototype, brand) && Object(value)[brand] === this.name)
    )
  }
}

/** Whether this is an error of the `@auth` packages, from this copy of the package or from another. */
export function isAuthPlatformError(value: unknown): value is AuthPlatformError {
  return brand in Object(value)
}
