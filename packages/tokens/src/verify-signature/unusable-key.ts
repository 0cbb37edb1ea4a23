import type { TokenInvalidError } from '@auth/core-errors'
import type { JWK } from '@auth/jwks'
import { invalidToken } from '../invalid-token.ts'

/** The shortest RSA modulus that is taken, in bits (RFC 7518 §3.3). */
export const minModulusBits = 2048

/** The token names a key that no signature can be verified with: malformed, a point off its curve, a short modulus. */
export function unusableKey({ kid, kty }: JWK): TokenInvalidError {
  return invalidToken('kid', 'the key that the token names cannot be used', { kid, kty })
}
