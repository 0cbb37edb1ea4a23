import { TokenExpiredError } from '@auth/core-errors'
import type { SessionAccessToken, SessionManager } from '@auth/client/session'
import { canWriteCookies, writeCookies } from './cookie-writes.ts'
import type { NextAuthContext } from './next-auth-context.ts'
import type { RequestCookies } from './next-platform.ts'
import { readReturnPath } from './return-path.ts'

/** An access token of the session, for calling APIs. Secret: it must not reach what is rendered. */
export type AccessToken = Omit<SessionAccessToken, 'cookies' | 'headers'>

/** Runs with the session as it is, and where its token has expired, refreshes it: here, or by way of the refresh route. */
async function withFreshSession<T>(
  { platform, parts }: NextAuthContext,
  run: (manager: SessionManager, cookies: RequestCookies, canWrite: boolean) => Promise<T>,
): Promise<T> {
  const cookies = await platform.cookies()
  const { manager, publicUrl } = await parts()
  try {
    return await run(manager, cookies, false)
  } catch (error) {
    if (!(error instanceof TokenExpiredError)) throw error
    if (!canWriteCookies(cookies)) return platform.redirect(manager.refreshUrl(await readReturnPath(platform, publicUrl)))
    return run(manager, cookies, true)
  }
}

/**
 * The access token of whoever is signed in.
 * @throws {LoginRequiredError} AUTH_1009, when nobody is
 * @throws {TokenRefreshError} AUTH_1003, when it has expired and the provider cannot be asked
 */
export function readAccessToken(context: NextAuthContext): Promise<AccessToken> {
  return withFreshSession(context, async (manager, jar, canWrite) => {
    const { cookies, headers: _, ...token } = await manager.getAccessToken(jar, { canWriteCookies: canWrite })
    if (canWrite) writeCookies(jar, cookies)
    return token
  })
}

/** Calls an API of `apiOrigins` for whoever is signed in, with the token, and with a proof where it is bound to a key. */
export function fetchWithSession(context: NextAuthContext, url: string | URL, init: RequestInit = {}): Promise<Response> {
  return withFreshSession(context, async (manager, jar, canWrite) => {
    const { response, cookies } = await manager.fetch(jar, url, { ...init, canWriteCookies: canWrite })
    if (canWrite) writeCookies(jar, cookies)
    if (canWrite || response.status !== 401 || init.body instanceof ReadableStream || !canWriteCookies(jar)) return response
    // The API refused the token before its time: a new one may do.
    await response.body?.cancel()
    const again = await manager.fetch(jar, url, { ...init, canWriteCookies: true })
    writeCookies(jar, again.cookies)
    return again.response
  })
}
