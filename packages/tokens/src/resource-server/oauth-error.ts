import { type AuthPlatformError, type ErrorCode, isAuthPlatformError, ServiceUnavailableError } from '@auth/core-errors'

/** The OAuth error of each code that tells the caller what to change (RFC 6750 §3.1, RFC 9449 §7.1, RFC 9470 §3). */
const oauthErrors: Readonly<Partial<Record<ErrorCode, string>>> = {
  AUTH_1001: 'invalid_token',
  AUTH_1002: 'invalid_token',
  AUTH_1005: 'unauthorized',
  AUTH_1006: 'insufficient_scope',
  AUTH_1007: 'insufficient_user_authentication',
  AUTH_1008: 'invalid_token',
  AUTH_1010: 'access_denied',
  VAL_2001: 'invalid_request',
  DPOP_6001: 'invalid_dpop_proof',
  DPOP_6002: 'invalid_dpop_proof',
  DPOP_6003: 'use_dpop_nonce',
  DPOP_6004: 'invalid_dpop_proof',
}

/** What the error is called on the wire; undefined for what is not the caller's fault. */
export function toOAuthError({ code }: AuthPlatformError): string | undefined {
  return oauthErrors[code]
}

/** What says that no credentials came, or malformed ones. */
const codesOfSearch: ReadonlySet<string> = /* @__PURE__ */ new Set(['AUTH_1005', 'VAL_2001'])

/**
 * A failure that is not the credential's is an outage, with the failure as its cause.
 * @param wereFound there are credentials: who says now that there are none is a function among the options, about a call of its own
 */
export function toDecision(error: unknown, wereFound = false): AuthPlatformError {
  const isDecision = isAuthPlatformError(error) && (error.code in oauthErrors || error.code === 'SRV_5002')
  if (isDecision && !(wereFound && codesOfSearch.has(error.code))) return error
  const retryAfterSeconds = isAuthPlatformError(error) && 'retryAfterSeconds' in error ? Number(error.retryAfterSeconds ?? 1) : undefined
  return new ServiceUnavailableError('the credentials cannot be checked now', {
    cause: error,
    correlationId: isAuthPlatformError(error) ? error.correlationId : undefined,
    retryAfterSeconds,
  })
}
