import type { ClientTokenOptions } from '../verify-client-token.ts'
import type { IdTokenClaims } from './id-token-claims.ts'

/** What validating an ID token takes: what was asked for, and what came with it. */
export interface IdTokenOptions extends ClientTokenOptions {
  /**
   * The algorithm that the client is registered for (`id_token_signed_response_alg`). `HS256`, with the client secret as
   * its key, is taken only when it is written here. @default every supported asymmetric one
   */
  readonly idTokenSigningAlg?: string | undefined
  /** The key of HS256, at least 32 bytes long. Used for nothing else. */
  readonly clientSecret?: string | undefined
  /** The nonce of the authorization request. Without one the token must have none; `null` leaves it unchecked (a refreshed token). */
  readonly nonce?: string | null | undefined
  /** Further audiences that the token may be for (OpenID Connect Core 3.1.3.7, 3). @default none */
  readonly trustedAudiences?: readonly string[] | undefined
  /** The authentication contexts of which the token must tell one. */
  readonly acrValues?: readonly string[] | undefined
  /** How long ago the user may have signed in, in seconds: the `max_age` of the request. */
  readonly maxAgeSeconds?: number | undefined
  /** The access token that came with it: `at_hash` must be its hash. */
  readonly accessToken?: string | undefined
  /** The authorization code that came with it in the front channel: `c_hash` must be there and be its hash, and `at_hash` too. */
  readonly code?: string | undefined
  /** The claims of the ID token that this one refreshes: they must name the same user, client and sign-in (OpenID Connect Core 12.2). */
  readonly previous?: IdTokenClaims | undefined
}
