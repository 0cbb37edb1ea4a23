import { decodeBase64url } from '#base64url'
import type { JSONObject } from './parse-json-object.ts'
import { type ProofAlgorithm, type ProofAlgorithmRow, proofAlgorithms } from './proof-algorithm.ts'
import { createProofError } from './proof-error.ts'
import { type PublicJwk, toCanonicalJwk } from './public-jwk.ts'

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/**
 * The key in a proof's header, as the JSON text of its required members, if it is a public one, whole, and for this
 * algorithm (RFC 9449 §4.2, §4.3, 7). Whether a point lies on its curve is for whoever verifies the signature.
 * @throws {DPoPError} DPOP_6002, check `jwk`
 */
export function checkPublicJwk(jwk: unknown, algorithm: ProofAlgorithm): string {
  const members = Object(jwk) as JSONObject
  if (privateMembers.some((name) => name in members)) throw createProofError('jwk', 'the key in the DPoP proof is not a public one')
  const canonical = toCanonicalJwk(members)
  const isFit = canonical && isMeantFor(members, algorithm) && isWhole(JSON.parse(canonical) as PublicJwk, proofAlgorithms[algorithm])
  if (!isFit) throw createProofError('jwk', `the key in the DPoP proof is not a good key for ${algorithm}`)
  return canonical
}

/** What a key says of its use, where it says it, allows this one (RFC 7517 §4.2–4.4). */
function isMeantFor({ alg, use = 'sig', key_ops: operations = ['verify'] }: JSONObject, algorithm: ProofAlgorithm): boolean {
  return (alg === undefined || alg === algorithm) && use === 'sig' && Array.isArray(operations) && operations.includes('verify')
}

function isWhole(jwk: PublicJwk, { kty, crv, coordinateLength }: ProofAlgorithmRow): boolean {
  if (jwk.kty !== kty) return false
  if (jwk.kty === 'RSA') return isStrongRsa(jwk)
  const coordinates = jwk.kty === 'EC' ? [jwk.x, jwk.y] : [jwk.x]
  return jwk.crv === crv && coordinates.every((text) => text.length === coordinateLength && decodeBase64url(text))
}

/** From 2048 to 8192 bits; an odd exponent of 65537 or more, in four bytes at most: a longer one would cost us, not the client. */
function isStrongRsa({ n, e }: { readonly n: string; readonly e: string }): boolean {
  const modulus = decodeBase64url(n)
  const exponent = decodeBase64url(e)
  if (!modulus?.[0] || !exponent?.[0] || exponent.length > 4) return false
  const bits = modulus.length * 8 - Math.clz32(modulus[0]) + 24
  const value = exponent.reduce((sum, byte) => sum * 256 + byte, 0)
  return bits >= 2048 && bits <= 8192 && value >= 65537 && value % 2 === 1
}
