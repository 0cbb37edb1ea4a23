import type { JWK } from '@auth/jwks'

const membersByType: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
}

/** What makes the public key, alone: a private member or a foreign hint in the JWK takes no part (RFC 7517 §9.2). */
export function selectPublicMembers(jwk: JWK): JsonWebKey & Record<string, unknown> {
  const { kty } = jwk
  return Object.fromEntries(['kty', ...(membersByType[kty] ?? [])].map((member) => [member, jwk[member]]))
}
