/** A public key as an issuer publishes it (RFC 7517 §4). Further members stay as they were published. */
export interface JWK {
  readonly kty: string
  readonly kid?: string
  readonly alg?: string
  readonly use?: string
  readonly key_ops?: readonly string[]
  readonly crv?: string
  readonly n?: string
  readonly e?: string
  readonly x?: string
  readonly y?: string
  readonly [member: string]: unknown
}

/** A set of public keys (RFC 7517 §5). */
export interface JWKS {
  readonly keys: readonly JWK[]
}
