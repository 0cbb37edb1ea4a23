import { isAuthPlatformError, TokenInvalidError } from '@auth/core-errors'
import { decodeToken } from '@auth/tokens'
import { errors, importJWK, type JWTVerifyOptions, jwtVerify } from 'jose'
import { fapi2Algorithms } from '../config/check-fapi2.ts'
import type { Call } from '../http/call.ts'
import type { ClientContext } from '../http/client-context.ts'

const clockToleranceSeconds = 10

/**
 * The claims of a JWT that the provider signed for this client and that is no token: an authorization response, userinfo.
 * Its signature by the issuer's key, `iss` and `aud` are checked always, `exp` where it is there or `requiredClaims` names it.
 * @throws {TokenInvalidError} AUTH_1002, {KeysUnavailableError} SRV_5004
 */
export async function verifyProviderJwt(
  context: ClientContext,
  jwt: string,
  call: Call,
  { requiredClaims = [] }: Pick<JWTVerifyOptions, 'requiredClaims'> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const { issuer, clientId, now, profile } = context.config
  const { header } = decodeToken(jwt)
  if (profile === 'fapi2' && !fapi2Algorithms.includes(header.alg))
    throw new TokenInvalidError('JWT is signed by another algorithm than is taken', { details: { check: 'alg' } })
  // Refuses every algorithm that is not asymmetric, and every key that is not for it.
  const keys = await context.findKeys(call)
  const { jwk } = await keys.getSigningKey(header)
  try {
    const { payload } = await jwtVerify(jwt, await importJWK({ ...jwk } as Parameters<typeof importJWK>[0], header.alg), {
      issuer,
      audience: clientId,
      algorithms: [header.alg],
      requiredClaims: ['iss', 'aud', ...requiredClaims],
      currentDate: new Date(now()),
      clockTolerance: clockToleranceSeconds,
    })
    return payload
  } catch (cause) {
    if (isAuthPlatformError(cause)) throw cause
    const check = cause instanceof errors.JWTClaimValidationFailed || cause instanceof errors.JWTExpired ? cause.claim : 'signature'
    throw new TokenInvalidError(`JWT of the provider fails the check of its ${check}`, { details: { check } })
  }
}
