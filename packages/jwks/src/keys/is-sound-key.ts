import { decodeBase64Url } from './base64url.ts'
import { isCurvePoint } from './curve-point.ts'
import { isEdwardsPoint } from './edwards-point.ts'
import type { JWK } from './jwk.ts'
import { toInteger } from './to-integer.ts'

/** 2048 bits or more, not so many that a verification takes seconds, and an exponent with which not everyone can sign. */
function isStrongRSAKey(modulus: bigint, exponent: bigint): boolean {
  const bits = modulus.toString(2).length
  return bits >= 2048 && bits <= 16_384 && (modulus & exponent & 1n) === 1n && exponent > 1n && exponent < 1n << 64n
}

/** Whether the numbers of an RSA, EC or OKP key are a key: a strong one, or a point of its curve (RFC 8725 §3.4, §3.5). */
export function isSoundKey({ kty, crv = '', n, e, x, y }: JWK): boolean {
  const [first, second] = (kty === 'RSA' ? [n, e] : [x, y]).map(decodeBase64Url)
  if (first && kty === 'OKP') return isEdwardsPoint(first)
  if (!first || !second) return false
  return kty === 'RSA' ? isStrongRSAKey(toInteger(first), toInteger(second)) : isCurvePoint(crv, first, second)
}
