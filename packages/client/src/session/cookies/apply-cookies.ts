import type { SessionCookie } from './session-cookie.ts'

/** The cookies that a browser has once it has been told to set these. */
export function applyCookies(cookies: ReadonlyMap<string, string>, written: readonly SessionCookie[]): ReadonlyMap<string, string> {
  const after = new Map(cookies)
  for (const { name, value, attributes } of written) {
    if (attributes.maxAge === 0) after.delete(name)
    else after.set(name, value)
  }
  return after
}
