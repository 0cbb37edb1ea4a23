import type { IdTokenClaims } from '@auth/tokens'

/** A provider's answer to a token request. Frozen. */
export interface TokenResponse {
  readonly accessToken: string
  /** As the provider wrote it: `Bearer` or `DPoP`, in any case of letters; `N_A` for an exchanged token that is no access token. */
  readonly tokenType: string
  /** When the access token expires, in seconds since the epoch, where the provider says it. */
  readonly expiresAt?: number
  /** What was granted: what the provider says, else what was asked for (RFC 6749 §5.1). It may be less than was asked for. */
  readonly scopes: readonly string[]
  readonly refreshToken?: string
  readonly idToken?: string
  /** The claims of `idToken`, which has been checked. */
  readonly idTokenClaims?: IdTokenClaims
  /** The answer as it came. */
  readonly raw: Readonly<Record<string, unknown>>
}
