import { sha256 } from '#sha256'
import { checkPublicJwk } from './check-public-jwk.ts'
import { decodeJson } from './parse-proof.ts'
import type { ProofAlgorithm } from './proof-algorithm.ts'
import { createProofError } from './proof-error.ts'
import type { PublicJwk } from './public-jwk.ts'

/** What a proof's header says: the key, and the algorithm. That the signature is the key's is not known yet. */
export interface ProofKey {
  readonly algorithm: ProofAlgorithm
  /** Frozen. The same object for every proof with this very header, for as long as the verifier remembers it. */
  readonly jwk: PublicJwk
  /** The key's RFC 7638 thumbprint. */
  readonly thumbprint: string
}

/**
 * The key in a proof's header, when that is a DPoP proof's (RFC 9449 §4.3, 4–5 and 7).
 * @throws {DPoPError} DPOP_6002, check `format`, `typ`, `alg`, `crit` or `jwk`
 */
export async function parseProofKey(encodedHeader: string, algorithms: readonly ProofAlgorithm[]): Promise<ProofKey> {
  const header = decodeJson(encodedHeader)
  if (!header) throw createProofError('format', 'the header of the DPoP proof is not a JSON object')
  if (header['typ'] !== 'dpop+jwt') throw createProofError('typ', 'the type of the DPoP proof must be "dpop+jwt"')
  const algorithm = algorithms.find((name) => name === header['alg'])
  if (!algorithm) throw createProofError('alg', `the algorithm of the DPoP proof must be one of ${algorithms.join(', ')}`)
  if ('crit' in header) throw createProofError('crit', 'the DPoP proof has critical header members, which are not understood here')
  const canonical = checkPublicJwk(header['jwk'], algorithm)
  return Object.freeze({ algorithm, jwk: Object.freeze(JSON.parse(canonical) as PublicJwk), thumbprint: await sha256(canonical) })
}
