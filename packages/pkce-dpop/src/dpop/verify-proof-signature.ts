import { type ProofAlgorithm, proofAlgorithms } from './proof-algorithm.ts'
import type { PublicJwk } from './public-jwk.ts'

/** A signature to be verified. */
export interface ProofSignature {
  readonly algorithm: ProofAlgorithm
  /** Public, of the right type and curve, whole. The same frozen object again for the client's next proofs: a `WeakMap` may keep what was made of it. */
  readonly jwk: PublicJwk
  readonly signature: Uint8Array<ArrayBuffer>
  /** What it is over. */
  readonly data: Uint8Array<ArrayBuffer>
}

/**
 * Port: `false` when the signature is not the key's, and when the key is none (a point that is not on its curve). It
 * throws only when it cannot tell, which is an outage and not the client's fault.
 */
export type VerifyProofSignature = (signature: ProofSignature) => boolean | Promise<boolean>

/** The default of that port, by WebCrypto. It keeps the imported keys for as long as their JWKs are alive. */
export function createWebCryptoVerifier(): VerifyProofSignature {
  const keys = new WeakMap<PublicJwk, CryptoKey>()

  return async ({ algorithm, jwk, signature, data }) => {
    const { webCrypto } = proofAlgorithms[algorithm]
    try {
      const key = keys.get(jwk) ?? (await crypto.subtle.importKey('jwk', jwk, webCrypto, false, ['verify']))
      keys.set(jwk, key)
      return await crypto.subtle.verify(webCrypto, key, signature, data)
    } catch (error) {
      // A runtime that lacks the algorithm is not the proof's fault. All else is: runtimes throw for a bad point.
      if (error instanceof Error && error.name === 'NotSupportedError') throw error
      return false
    }
  }
}
