/**
 * The claims of a token that passed every check. Members with a type have been checked to have it; every other claim is
 * `unknown`, as its issuer wrote it, unless a `claimsSchema` types it.
 * @see RFC 7519 §4.1, RFC 9068 §2.2
 */
export interface TokenClaims {
  /** Who issued the token: exactly a configured issuer. */
  readonly iss: string
  /** When the token ends, in seconds since the epoch. */
  readonly exp: number
  /** Whom the token is about: a user, or the client itself (see `getSubjectKind`). */
  readonly sub?: string
  /** For whom the token is. */
  readonly aud?: string | readonly string[]
  /** When the token begins, in seconds since the epoch. */
  readonly nbf?: number
  /** When the token was made, in seconds since the epoch. */
  readonly iat?: number
  /** The token's own id. */
  readonly jti?: string
  /** The client that asked for the token. */
  readonly client_id?: string
  readonly [claim: string]: unknown
}
