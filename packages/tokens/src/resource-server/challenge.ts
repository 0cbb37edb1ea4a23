import type { AuthPlatformError, ErrorCode } from '@auth/core-errors'
import { InsufficientScopeError } from '@auth/core-errors'

/** How a refusal is answered: what a framework writes as it is. */
export interface Challenge {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: ChallengeBody
}

/** The JSON body of a refusal. */
export interface ChallengeBody {
  /** The OAuth error code (RFC 6750 §3.1), `unauthorized` when no credentials came, `temporarily_unavailable` for an outage. */
  readonly error: string
  readonly error_description: string
  readonly code: ErrorCode
  readonly correlation_id: string | null
}

/** The OAuth error of each code that tells the caller what to change (RFC 6750 §3.1). Every other one is an outage. */
const oauthErrors: Readonly<Partial<Record<ErrorCode, string>>> = {
  AUTH_1001: 'invalid_token',
  AUTH_1002: 'invalid_token',
  AUTH_1008: 'invalid_token',
  AUTH_1005: 'unauthorized',
  AUTH_1006: 'insufficient_scope',
  VAL_2001: 'invalid_request',
}

/** Whether this is the credential's fault: an answer of 400, 401 or 403 rather than 503. */
export function isRefusal(error: AuthPlatformError): boolean {
  return error.code in oauthErrors
}

/** Only what a quoted string may hold (RFC 6750 §3). */
function quote(text: string): string {
  return `"${text.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "'")}"`
}

/**
 * The answer for a refusal (RFC 6750 §3). The challenge of a request without credentials has no error code; an outage
 * is 503 with `Retry-After` in whole seconds, without a challenge.
 */
export function toChallenge(error: AuthPlatformError, realm: string | undefined): Challenge {
  const oauthError = oauthErrors[error.code]
  const body: ChallengeBody = {
    error: oauthError ?? 'temporarily_unavailable',
    error_description: error.message,
    code: error.code,
    correlation_id: error.correlationId ?? null,
  }
  if (oauthError === undefined) return { status: 503, headers: { 'cache-control': 'no-store', 'retry-after': toWholeSeconds(error) }, body }
  const parameters = [
    realm === undefined ? '' : `realm=${quote(realm)}`,
    oauthError === 'unauthorized' ? '' : `error=${quote(oauthError)}, error_description=${quote(error.message)}`,
    error instanceof InsufficientScopeError && error.required.length > 0 ? `scope=${quote(error.required.join(' '))}` : '',
  ].filter(Boolean)
  const challenge = ['Bearer', parameters.join(', ')].join(' ').trimEnd()
  return { status: error.httpStatus, headers: { 'cache-control': 'no-store', 'www-authenticate': challenge }, body }
}

/** At least one second: a client that is told 0 comes back at once. */
function toWholeSeconds(error: AuthPlatformError): string {
  const seconds = 'retryAfterSeconds' in error ? Number(error.retryAfterSeconds ?? 1) : 1
  return String(Math.max(1, Math.ceil(seconds)))
}
