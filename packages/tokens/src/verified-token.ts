import type { TokenHeader } from '@auth/jwks'
import type { TokenClaims } from './token-claims.ts'

/** A token that passed every check; all of it is deeply frozen. */
export interface VerifiedToken<Claims = TokenClaims> {
  readonly header: TokenHeader
  /** The claims as they were signed. */
  readonly payload: TokenClaims
  /** What the `claimsSchema` made of them; without one, the payload. */
  readonly claims: Claims
}
