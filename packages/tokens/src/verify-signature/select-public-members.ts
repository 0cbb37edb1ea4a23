import type { JWK } from '@auth/jwks'

/** What makes the public key, alone: a private member or a foreign hint in the JWK takes no part (RFC 7517 §9.2). */
export function selectPublicMembers({ kty, crv, x, y, n, e }: JWK): JsonWebKey & Record<string, unknown> {
  return { kty, crv, x, y, n, e } as JsonWebKey & Record<string, unknown> // a member that is undefined counts as absent
}
