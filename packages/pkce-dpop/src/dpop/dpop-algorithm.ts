/** A row of the table: all that WebCrypto wants to know to generate, import, sign and verify. It ignores what it does not need. */
export interface WebCryptoAlgorithm {
  readonly name: string
  readonly namedCurve?: string
  readonly hash?: string
  readonly saltLength?: number
}

/** A signature algorithm of a client's proofs; `EdDSA` is Ed25519. */
export type DPoPAlgorithm = 'ES256' | 'ES384' | 'ES512' | 'EdDSA' | 'PS256' | 'RS256'

/** The signature algorithms by their names in a proof (RFC 7518 §3.1, RFC 8037 §3.1). */
export const dpopAlgorithms: Readonly<Record<DPoPAlgorithm, WebCryptoAlgorithm>> & { readonly __proto__: null } = {
  __proto__: null,
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  ES512: { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
  EdDSA: { name: 'Ed25519' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
}
