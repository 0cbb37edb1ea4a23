import type { TokenClaims } from '../token-claims.ts'
import type { AuthContext } from './auth-context.ts'

/** What a context is made of, beside what everybody sees. */
interface Provenance {
  /** The claims as they were signed. */
  readonly payload: TokenClaims
  /** The server that let the request through. */
  readonly server: object
}

/** The context of a request that was let through. Nobody else can make one that a server takes for its own. */
export class GrantedContext<Claims extends TokenClaims> implements AuthContext<Claims> {
  readonly token: string
  readonly claims: Claims
  readonly scheme: AuthContext['scheme']
  readonly scopes: readonly string[]
  readonly issuer: string
  readonly #payload: TokenClaims
  readonly #server: object

  constructor({ token, claims, scheme, scopes, issuer }: AuthContext<Claims>, { payload, server }: Provenance) {
    this.token = token
    this.claims = claims
    this.scheme = scheme
    this.scopes = scopes
    this.issuer = issuer
    this.#payload = payload
    this.#server = server
    Object.freeze(this)
  }

  /** The claims of a context as they were signed, if this very server made it. */
  static readPayload(context: unknown, server: object): TokenClaims | undefined {
    const isOurs = typeof context === 'object' && context !== null && #payload in context && context.#server === server
    return isOurs ? context.#payload : undefined
  }
}
