import { isAuthPlatformError, ProtocolError, TokenInvalidError } from '@auth/core-errors'
import { decodeToken, type IdTokenClaims, type IdTokenOptions, validateIdToken } from '@auth/tokens'
import { fapi2Algorithms } from '../config/check-fapi2.ts'
import type { Call } from '../http/call.ts'
import type { ClientContext } from '../http/client-context.ts'
import type { TokenResponse } from './token-response.ts'

/** What the ID token of an answer must fit. */
export interface IdTokenExpectation extends Pick<IdTokenOptions, 'nonce' | 'acrValues' | 'maxAgeSeconds' | 'previous'> {
  /** Whether an answer without one is refused. @default false */
  readonly isRequired?: boolean | undefined
  /** Whether one that cannot be judged now is left out: the rest of the answer cannot be had again. @default false */
  readonly isDispensable?: boolean | undefined
}

/**
 * The answer with the claims of its ID token, which has passed every check (OpenID Connect Core 3.1.3.7, 12.2).
 * @throws {ProtocolError} SRV_5003, when there is none and one is required
 * @throws {TokenInvalidError} AUTH_1002, {TokenExpiredError} AUTH_1001, {KeysUnavailableError} SRV_5004
 */
export async function checkIdToken(
  context: ClientContext,
  tokens: TokenResponse,
  { isRequired = false, isDispensable = false, ...expected }: IdTokenExpectation,
  call: Call,
): Promise<TokenResponse> {
  const { idToken, ...others } = tokens
  if (idToken === undefined) {
    if (!isRequired) return tokens
    throw new ProtocolError('the token endpoint gave no ID token', { details: { check: 'id_token' }, correlationId: call.correlationId })
  }
  try {
    return Object.freeze({
      ...tokens,
      idTokenClaims: await validate(context, { idToken, accessToken: tokens.accessToken, ...expected }, call),
    })
  } catch (error) {
    if (isDispensable && isAuthPlatformError(error) && error.retryable) return Object.freeze(others)
    throw error
  }
}

async function validate(
  context: ClientContext,
  {
    idToken,
    ...expected
  }: Omit<IdTokenExpectation, 'isRequired' | 'isDispensable'> & { readonly idToken: string; readonly accessToken: string },
  call: Call,
): Promise<IdTokenClaims> {
  const { issuer, clientId, clientSecret, idTokenSigningAlg, trustedAudiences, now, profile } = context.config
  if (profile === 'fapi2') checkFapi2Algorithm(idToken)
  return validateIdToken(idToken, {
    ...expected,
    issuer,
    clientId,
    idTokenSigningAlg,
    ...(idTokenSigningAlg === 'HS256' ? { clientSecret } : { jwks: await context.findKeys(call) }),
    trustedAudiences,
    now,
  })
}

function checkFapi2Algorithm(idToken: string): void {
  const { alg } = decodeToken(idToken).header
  if (fapi2Algorithms.includes(alg)) return
  throw new TokenInvalidError('the ID token is signed by an algorithm outside the FAPI 2 profile', { details: { check: 'alg', alg } })
}
