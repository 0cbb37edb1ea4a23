import { decodeBase64Url } from './base64url.ts'
import { isCurvePoint, toInteger } from './curve-point.ts'
import { isEdwardsPoint } from './edwards-point.ts'
import { signatureAlgorithms } from './signature-algorithms.ts'
import type { SigningKey } from './signing-key.ts'

type Members = Readonly<Record<string, unknown>>

/** Whether the numbers make a key of the kind that they are said to make, strong enough to trust. */
const isSoundByType: Readonly<Record<string, (jwk: Members) => boolean>> = {
  RSA({ n, e }) {
    const modulus = toInteger(decodeBase64Url(n) ?? new Uint8Array())
    const exponent = toInteger(decodeBase64Url(e) ?? new Uint8Array())
    const bits = modulus.toString(2).length
    // With an exponent of 1 everyone can sign.
    return bits >= 2048 && bits <= 16_384 && (modulus & exponent & 1n) === 1n && exponent > 1n && exponent < 1n << 64n
  },
  EC({ crv, x, y }) {
    return isCurvePoint(String(crv), decodeBase64Url(x) ?? new Uint8Array(), decodeBase64Url(y) ?? new Uint8Array())
  },
  OKP({ x }) {
    return isEdwardsPoint(decodeBase64Url(x) ?? new Uint8Array())
  },
}

/** The signature algorithms that a key may serve: all of its type and curve, or the only one that it names (RFC 8725 §3.1). */
export function toServedAlgorithms({ kty, crv, alg }: Members): readonly string[] {
  const served = Object.keys(signatureAlgorithms).filter((name) => {
    const row = signatureAlgorithms[name]
    return row?.kty === kty && row?.crv === crv
  })
  if (alg === undefined) return served
  if (!served.includes(alg as string)) return []
  // EdDSA and Ed25519 are the same (RFC 9864 §2.2).
  return kty === 'OKP' ? served : [alg as string]
}

function isForVerifying({ kid, use, key_ops: operations }: Members): boolean {
  return (
    (kid === undefined || typeof kid === 'string') &&
    (use === undefined || use === 'sig') &&
    (operations === undefined || (Array.isArray(operations) && operations.includes('verify')))
  )
}

/**
 * The signing key that a JWK's JSON text describes, or `undefined` when it is not one that can be used here: another
 * type, curve or algorithm, meant for something else, too weak, or not a point of its curve.
 */
export function parseJWK(source: string): SigningKey | undefined {
  const jwk = JSON.parse(source, (_, member: unknown) => Object.freeze(member))
  const isUsable = isForVerifying(jwk) && toServedAlgorithms(jwk).length > 0 && isSoundByType[jwk.kty]?.(jwk)
  return isUsable ? Object.freeze({ jwk, kid: jwk.kid, alg: jwk.alg }) : undefined
}
