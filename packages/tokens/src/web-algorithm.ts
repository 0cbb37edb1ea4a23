import type { Algorithm } from './algorithms.ts'

/** What WebCrypto calls an algorithm: one object serves every operation, which reads the members that it knows. */
export interface WebAlgorithm {
  readonly name: string
  readonly hash: string
  readonly namedCurve: string
  readonly saltLength: number
}

/** The algorithm's name and parameters for WebCrypto. */
export function toWebAlgorithm({ kty, crv = '', hashBits = 512, isPss }: Algorithm): WebAlgorithm {
  const names = { RSA: isPss ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', EC: 'ECDSA', OKP: 'Ed25519' }
  return { name: names[kty], hash: `SHA-${hashBits}`, namedCurve: crv, saltLength: hashBits / 8 }
}
