import { checkObject, checkOption } from '@auth/core-errors/options'
import { sha256 } from '#sha256'
import { toCanonicalJwk } from './public-jwk.ts'

/**
 * The SHA-256 thumbprint of a public key of type EC, OKP or RSA, in base64url; members beyond the required ones do not
 * count. A symmetric key is refused: its thumbprint would help to guess it. Whether the key is any good is not checked.
 * @throws {InvalidConfigError} VAL_2002 when `jwk` is no such key
 * @see RFC 7638 §3
 */
export async function calculateThumbprint(jwk: object): Promise<string> {
  const canonical = toCanonicalJwk(checkObject(jwk, 'jwk') as Readonly<Record<string, unknown>>)
  return sha256(checkOption(canonical !== undefined, canonical, 'jwk', 'a public key of type EC, OKP or RSA') as string)
}
