import { checkObject, checkOption, checkString } from '@auth/core-errors/options'
import { toKeyResolver } from '../create-key-resolver.ts'
import { parseAlgorithms } from '../parse-algorithms.ts'
import { type ClientTokenKind, verifyClientToken } from '../verify-client-token.ts'
import { verifyIssuerSignature } from '../verify-issuer-signature.ts'
import { checkIdTokenClaims } from './check-id-token-claims.ts'
import { checkTokenHash } from './check-token-hash.ts'
import type { IdTokenClaims } from './id-token-claims.ts'
import type { IdTokenOptions } from './id-token-options.ts'
import { verifyClientSecretSignature } from './verify-client-secret-signature.ts'

async function checkHashes(claims: IdTokenClaims, alg: string, { accessToken, code }: IdTokenOptions): Promise<void> {
  const isFrontChannel = code !== undefined
  if (isFrontChannel)
    await checkTokenHash({ claim: 'c_hash', actual: claims['c_hash'], value: checkString(code, 'code'), alg, isRequired: true })
  if (accessToken === undefined) return
  const value = checkString(accessToken, 'accessToken')
  await checkTokenHash({ claim: 'at_hash', actual: claims['at_hash'], value, alg, isRequired: isFrontChannel })
}

/** By the client secret only when the options say HS256, else by the issuer's keys and never by a secret (RFC 8725 §3.1). */
function selectSignatureCheck({ idTokenSigningAlg, clientSecret, jwks }: IdTokenOptions): ClientTokenKind['verifySignature'] {
  if (idTokenSigningAlg === 'HS256') return (token) => verifyClientSecretSignature(token, clientSecret)
  const algorithms = parseAlgorithms(idTokenSigningAlg === undefined ? undefined : [idTokenSigningAlg], 'idTokenSigningAlg')
  const keys = toKeyResolver(jwks)
  return (token) => verifyIssuerSignature(token, keys, algorithms)
}

/**
 * The claims of a good ID token, deeply frozen. Its signature is always checked, wherever it came from.
 * @throws {TokenInvalidError} AUTH_1002 when a check fails, which `details.check` names
 * @throws {TokenExpiredError} AUTH_1001 when the token, good so far, has expired
 * @throws {KeysUnavailableError} SRV_5004 when the issuer's keys cannot be had: an outage, not a bad token
 * @throws {InvalidConfigError} VAL_2002 for an option that is not what it must be
 * @see OpenID Connect Core 3.1.3.7, 3.3.2.11 and 12.2
 */
export async function validateIdToken(idToken: string, options: IdTokenOptions): Promise<IdTokenClaims> {
  const { nonce } = checkObject(options, 'options')
  checkOption(nonce == null || (typeof nonce === 'string' && nonce !== ''), nonce, 'nonce', 'a non-empty string, null or undefined')
  const { header, payload, clock } = await verifyClientToken(idToken, options, {
    types: ['jwt', undefined],
    verifySignature: selectSignatureCheck(options),
  })
  checkIdTokenClaims(payload, options, clock)
  const claims = payload as IdTokenClaims // which the checks before have shown
  await checkHashes(claims, header.alg, options)
  return claims
}
