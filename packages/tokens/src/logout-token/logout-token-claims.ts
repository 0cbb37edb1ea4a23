/** The claims of a logout token that passed every check (OpenID Connect Back-Channel Logout 2.4). */
export interface LogoutTokenClaims {
  readonly iss: string
  readonly aud: string | readonly string[]
  /** In seconds since the epoch, as are `iat` and `nbf`. */
  readonly exp: number
  readonly iat: number
  readonly nbf?: number
  readonly jti: string
  readonly events: Readonly<Record<string, unknown>>
  /** Whose sessions end; `sub` or `sid` is always there. */
  readonly sub?: string
  /** Which session ends. */
  readonly sid?: string
  readonly [claim: string]: unknown
}
