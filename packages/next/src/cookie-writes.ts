import type { SessionCookie } from '@auth/client/session'
import type { RequestCookies } from './next-platform.ts'

/** A cookie that nobody has. */
const probeName = 'auth-can-write'

/**
 * Whether the response can still set cookies, found out by deleting one that nobody has: a page that is being rendered
 * cannot, and Next.js tells it in no other way. To be asked only where cookies are about to be set.
 */
export function canWriteCookies(cookies: RequestCookies): boolean {
  try {
    cookies.delete(probeName)
    return true
  } catch {
    return false
  }
}

/** Sets what the session wants set. */
export function writeCookies(cookies: RequestCookies, written: readonly SessionCookie[]): void {
  for (const { name, value, attributes } of written) cookies.set(name, value, attributes)
}
