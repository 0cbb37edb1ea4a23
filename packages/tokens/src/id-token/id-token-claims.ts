/** The claims of an ID token that passed every check (OpenID Connect Core 2). */
export interface IdTokenClaims {
  readonly iss: string
  readonly sub: string
  readonly aud: string | readonly string[]
  /** In seconds since the epoch, as are `iat`, `nbf` and `auth_time`. */
  readonly exp: number
  readonly iat: number
  readonly nbf?: number
  /** When the user last signed in. */
  readonly auth_time?: number
  readonly nonce?: string
  /** How the user signed in, in the provider's own words. */
  readonly acr?: string
  /** The client that the token was issued to. */
  readonly azp?: string
  readonly [claim: string]: unknown
}
