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

/** What all cookies of a manager share. */
export interface CookieRules {
  /** False on loopback with `allowInsecureLoopback`: then the names have no `__Host-`, either. */
  readonly secure: boolean
}

/** What tells one cookie from another. */
export interface CookieFields {
  readonly name: string
  readonly value: string
  readonly maxAge: number
  readonly sameSite?: 'lax' | 'none'
}

export function createCookie({ secure }: CookieRules, { name, value, maxAge, sameSite = 'lax' }: CookieFields): SessionCookie {
  return { name, value, attributes: { path: '/', httpOnly: true, secure, sameSite, maxAge: Math.max(0, Math.floor(maxAge)) } }
}

export function deleteCookie(rules: CookieRules, name: string): SessionCookie {
  return createCookie(rules, { name, value: '', maxAge: 0 })
}
