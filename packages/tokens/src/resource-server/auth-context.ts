import type { TokenClaims } from '../token-claims.ts'

/** How a token is presented: alone, or with a proof of the key that it is bound to. */
export type AuthScheme = 'Bearer' | 'DPoP'

/** Who calls, once the request has been let through. Frozen. */
export interface AuthContext<Claims extends TokenClaims = TokenClaims> {
  readonly token: string
  readonly claims: Claims
  readonly scheme: AuthScheme
  /** What the token grants, from its `scope` or `scp` claim. */
  readonly scopes: readonly string[]
  readonly issuer: string
}

/** What `ResourceServer.authenticate` answers. */
export interface AuthResult<Claims extends TokenClaims = TokenClaims> {
  readonly auth: AuthContext<Claims>
  /** Headers that the response must carry, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
}
