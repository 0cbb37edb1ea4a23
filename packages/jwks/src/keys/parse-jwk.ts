import { isSoundKey } from '#is-sound-key'
import type { JWK } from './jwk.ts'
import { signatureAlgorithms } from './signature-algorithms.ts'
import type { SigningKey } from './signing-key.ts'

function isForVerifying({ kid, use, key_ops: operations }: Readonly<Record<string, unknown>>): boolean {
  return (
    (kid === undefined || typeof kid === 'string') &&
    (use === undefined || use === 'sig') &&
    (operations === undefined || (Array.isArray(operations) && operations.includes('verify')))
  )
}

/** The signature algorithms that a key may serve: all of its type and curve, or the only one that it names (RFC 8725 §3.1). */
export function toServedAlgorithms({ kty, crv, alg }: JWK): readonly string[] {
  const served = Object.entries(signatureAlgorithms).flatMap(([name, row]) => (row.kty === kty && row.crv === crv ? name : []))
  // EdDSA and Ed25519 are the same (RFC 9864 §2.2).
  return alg === undefined || (kty === 'OKP' && served.includes(alg)) ? served : served.filter((name) => name === alg)
}

/**
 * The signing key that a JWK's JSON text describes, or `undefined` when it is not one that can be used here: another
 * type, curve or algorithm, meant for something else, too weak, or not a point of its curve.
 */
export function parseJWK(source: string): SigningKey | undefined {
  const jwk: JWK = JSON.parse(source, (_, member: unknown) => Object.freeze(member))
  const isUsable = isForVerifying(jwk) && toServedAlgorithms(jwk).length > 0 && isSoundKey(jwk)
  return isUsable ? Object.freeze({ jwk, kid: jwk.kid, alg: jwk.alg }) : undefined
}
