import { type DPoPAlgorithm, dpopAlgorithms, type WebCryptoAlgorithm } from './dpop-algorithm.ts'
import type { PublicJwk } from './public-jwk.ts'

/** A signature algorithm that a verifier knows: those of `DPoPKeyPair`, and `Ed25519`, the newer name of `EdDSA` (RFC 9864 §2.2). */
export type ProofAlgorithm = DPoPAlgorithm | 'Ed25519'

/** How a proof of one algorithm is verified, and with which keys. */
export interface ProofAlgorithmRow {
  readonly webCrypto: WebCryptoAlgorithm
  readonly kty: PublicJwk['kty']
  readonly crv?: string
  /** How long a coordinate is, in characters of base64url. */
  readonly coordinateLength?: number
}

const ed25519: ProofAlgorithmRow = { webCrypto: dpopAlgorithms.EdDSA, kty: 'OKP', crv: 'Ed25519', coordinateLength: 43 }

export const proofAlgorithms: Readonly<Record<ProofAlgorithm, ProofAlgorithmRow>> = {
  ES256: { webCrypto: dpopAlgorithms.ES256, kty: 'EC', crv: 'P-256', coordinateLength: 43 },
  ES384: { webCrypto: dpopAlgorithms.ES384, kty: 'EC', crv: 'P-384', coordinateLength: 64 },
  ES512: { webCrypto: dpopAlgorithms.ES512, kty: 'EC', crv: 'P-521', coordinateLength: 88 },
  EdDSA: ed25519,
  Ed25519: ed25519,
  PS256: { webCrypto: dpopAlgorithms.PS256, kty: 'RSA' },
  RS256: { webCrypto: dpopAlgorithms.RS256, kty: 'RSA' },
}
