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

/**
 * A failure that is not the credential's is an outage, with the failure as its cause. While a request is judged, a function
 * among the options may tell of a call of its own: then there is an upstream's status, or the error says that no
 * credentials came although they did.
 * @param speaksOfToken whoever asks upstreams does it about the token: a validator that was given
 */
export function toDecision(error: unknown, wereFound = false, speaksOfToken = true): AuthPlatformError {
  const known: (AuthPlatformError & { readonly retryAfterSeconds?: number | undefined }) | undefined = isAuthPlatformError(error)
    ? error
    : undefined
  const isOfOthers = (!speaksOfToken && known?.statusCode !== undefined) || (wereFound && /AUTH_1005|VAL_2001/.test(known?.code ?? ''))
  if (known && !isOfOthers && (known.code in oauthErrors || known.code === 'SRV_5002')) return known
  return new ServiceUnavailableError('the credentials cannot be checked now', {
    cause: error,
    correlationId: known?.correlationId,
    retryAfterSeconds: known?.retryAfterSeconds,
  })
}
