/** The attributes of a cookie, by the names that frameworks give them. */
export interface SessionCookieAttributes {
  readonly path: '/'
  readonly httpOnly: true
  /** False on loopback with `allowInsecureLoopback` only. */
  readonly secure: boolean
  readonly sameSite: 'lax' | 'none'
  /** In seconds; 0 deletes the cookie. */
  readonly maxAge: number
}

/** A cookie that a response must set. */
export interface SessionCookie {
  readonly name: string
  readonly value: string
  readonly attributes: SessionCookieAttributes
}

/** What a response must carry: set the cookies, or append the headers, which hold them too. */
export interface SessionWrites {
  /** None when nothing is to be written. */
  readonly cookies: readonly SessionCookie[]
  /** `cache-control: private, no-store`, `vary: Cookie`, and a `set-cookie` for each of the cookies. */
  readonly headers: Headers
}
