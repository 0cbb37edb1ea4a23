import type { SessionCookie } from './session-cookie.ts'

/** What a response must carry: set the cookies, or append the headers, which hold them too. */
export interface SessionWrites {
  /** None when nothing is to be written. */
  readonly cookies: readonly SessionCookie[]
  /** `cache-control: private, no-store`, `vary: Cookie`, and a `set-cookie` for each of the cookies. */
  readonly headers: Headers
}

/** A response that depends on a session is nobody else's (RFC 9111 §5.2.2): no cache may keep it. */
export function toWrites(cookies: readonly SessionCookie[] = []): SessionWrites {
  const headers = new Headers({ 'cache-control': 'private, no-store', vary: 'Cookie' })
  for (const cookie of cookies) headers.append('set-cookie', toSetCookie(cookie))
  return { cookies, headers }
}

function toSetCookie({ name, value, attributes: { path, maxAge, httpOnly, secure, sameSite } }: SessionCookie): string {
  const flags = [httpOnly && 'HttpOnly', secure && 'Secure', `SameSite=${sameSite === 'lax' ? 'Lax' : 'None'}`]
  return [`${name}=${value}`, `Path=${path}`, `Max-Age=${maxAge}`, ...flags.filter(Boolean)].join('; ')
}
