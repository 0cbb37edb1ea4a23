import type { IdTokenClaims } from '@auth/tokens'

/** Who is signed in: the claims of the ID token that are about the person. */
export interface SessionUser {
  readonly sub: string
  readonly [claim: string]: unknown
}

/** A session as a program sees it. It holds no token and no secret: it may be rendered. Frozen. */
export interface Session {
  readonly user: SessionUser
  /** Every claim of the ID token, which has passed every check: what requirements are judged by. */
  readonly claims: IdTokenClaims
  /** What the provider has granted. */
  readonly scopes: readonly string[]
  /** When the person signed in at the provider, in seconds since the epoch, where it says so. */
  readonly authTime: number | undefined
  /** How the person signed in, in the provider's words. */
  readonly acr: string | undefined
  /** When this session began, in seconds since the epoch. */
  readonly createdAt: number
  /** When it ends if it is not used until then, in seconds since the epoch. */
  readonly expiresAt: number
  /** When its access token expires, in seconds since the epoch, where the provider says so. */
  readonly accessTokenExpiresAt: number | undefined
}
