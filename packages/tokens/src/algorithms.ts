import { type SignatureAlgorithm, signatureAlgorithms } from '@auth/jwks'

/** What a signature algorithm demands of the key and of the signature. */
export interface Algorithm extends SignatureAlgorithm {
  /** The name in the header's `alg`, case-sensitive. */
  readonly name: string
  /** The digest's length in bits; undefined where the algorithm brings its own. */
  readonly hashBits: number | undefined
  /** The length of the raw signature; undefined for RSA, where it is the modulus's. */
  readonly signatureBytes: number | undefined
  readonly isPss: boolean
}

/** RFC 7518 §3.4, RFC 8032 §5.1.6: the length of the raw signature follows from the curve. */
const signatureBytesByCurve: Readonly<Record<string, number>> = { 'P-256': 64, 'P-384': 96, 'P-521': 132, Ed25519: 64 }

/** Every algorithm that is supported, asymmetric ones only: what `@auth/jwks` says of the key, and what to expect of the signature. */
export const algorithms: ReadonlyMap<string, Algorithm> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(signatureAlgorithms).map(([name, { kty, crv }]) => [
    name,
    {
      name,
      kty,
      ...(crv !== undefined && { crv }),
      hashBits: kty === 'OKP' ? undefined : Number(name.slice(2)),
      signatureBytes: signatureBytesByCurve[crv ?? ''],
      isPss: name.startsWith('PS'),
    },
  ]),
)

/** The raw signature has the algorithm's length: zeros before its numbers would make one signature many (RFC 7518 §3.4). */
export function hasSignatureLength(signature: Uint8Array, { signatureBytes }: Algorithm): boolean {
  return signatureBytes === undefined || signature.length === signatureBytes
}
