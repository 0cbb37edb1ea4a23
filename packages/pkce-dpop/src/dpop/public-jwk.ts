/** A public key: the members that its thumbprint is made of, and no others. */
export type PublicJwk =
  | { readonly crv: string; readonly kty: 'EC'; readonly x: string; readonly y: string }
  | { readonly crv: string; readonly kty: 'OKP'; readonly x: string }
  | { readonly e: string; readonly kty: 'RSA'; readonly n: string }

/** The members that a public key of each type needs, in lexicographic order (RFC 7638 §3.2, RFC 8037 §2). */
const requiredMembers = new Map([
  ['EC', ['crv', 'kty', 'x', 'y']],
  ['OKP', ['crv', 'kty', 'x']],
  ['RSA', ['e', 'kty', 'n']],
])

/** The JSON text that a thumbprint is the hash of, or `undefined` for what is no public key of type EC, OKP or RSA. */
export function toCanonicalJwk(jwk: Readonly<Record<string, unknown>>): string | undefined {
  const members = requiredMembers.get(jwk['kty'] as string)
  return members?.every((name) => jwk[name] && typeof jwk[name] === 'string') ? JSON.stringify(jwk, members) : undefined
}
