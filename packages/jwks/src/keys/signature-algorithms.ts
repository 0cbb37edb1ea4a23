/** The type of key, and the curve, that a signature algorithm needs. */
export interface SignatureAlgorithm {
  readonly kty: 'RSA' | 'EC' | 'OKP'
  readonly crv?: string
}

const rsa: SignatureAlgorithm = /* @__PURE__ */ Object.freeze({ kty: 'RSA' })
const ed25519: SignatureAlgorithm = /* @__PURE__ */ Object.freeze({ kty: 'OKP', crv: 'Ed25519' })

/**
 * Every signature algorithm that the packages know, asymmetric ones only, and the key that it needs. It inherits
 * nothing, so that a name from a token may be looked up as it is. `EdDSA` and `Ed25519` are two names of one algorithm.
 * @see RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2
 */
export const signatureAlgorithms: Readonly<Record<string, SignatureAlgorithm>> = /* @__PURE__ */ Object.freeze({
  __proto__: null as never,
  RS256: rsa,
  RS384: rsa,
  RS512: rsa,
  PS256: rsa,
  PS384: rsa,
  PS512: rsa,
  ES256: /* @__PURE__ */ Object.freeze({ kty: 'EC', crv: 'P-256' }),
  ES384: /* @__PURE__ */ Object.freeze({ kty: 'EC', crv: 'P-384' }),
  ES512: /* @__PURE__ */ Object.freeze({ kty: 'EC', crv: 'P-521' }),
  EdDSA: ed25519,
  Ed25519: ed25519,
} satisfies Record<string, SignatureAlgorithm>)
