import { AccessDeniedError, InsufficientScopeError, StepUpRequiredError } from '@auth/core-errors'
import { isSameOrigin, type Session, type SessionManager } from '@auth/client/session'
import type { Requirements } from '@auth/tokens/resource-server'
import { checkRequested } from './check-requested.ts'
import { canWriteCookies, writeCookies } from './cookie-writes.ts'
import type { NextAuthContext } from './next-auth-context.ts'
import type { NextAuthParts } from './next-auth-parts.ts'
import type { NextPlatform, RequestCookies } from './next-platform.ts'
import { readReturnPath } from './return-path.ts'

/** What `protect` may be told beside the requirements. */
export interface ProtectOptions {
  /** Where to come back to after a sign-in. @default where the proxy says that the request is; for an action, where it was called from; else '/' */
  readonly returnTo?: string | undefined
}

/**
 * Lets a page, a component or a server action go on with a session that meets the requirements. Otherwise it ends there:
 * by a redirect to the sign-in, to a stronger one, or to the refresh, or by a 403.
 *
 * @throws {ServiceUnavailableError} SRV_5002, when it cannot be told who this is
 * @throws {AccessDeniedError} AUTH_1010, when another site made the request
 */
export async function guardRender(
  { platform, parts: getParts }: NextAuthContext,
  requirements: Requirements,
  { returnTo }: ProtectOptions,
): Promise<Session> {
  // First of all, so that Next.js knows that this cannot be prerendered.
  const cookies = await platform.cookies()
  await checkRequested(platform)
  const parts = await getParts()
  const { manager, publicUrl } = parts
  const check = manager.createCheck(requirements)
  const back = async (): Promise<string> => returnTo ?? readReturnPath(platform, publicUrl)
  const session = await readFresh(manager, platform, cookies, back)
  if (session === undefined) return platform.redirect(manager.loginUrl({ returnTo: await back() }))
  // Only what is posted tells an origin here. Next.js checks an action's by itself, and has let `null` through (CVE-2026-27978).
  const headers = await platform.headers()
  if (headers.get('origin') !== null && !isSameOrigin({ headers }, publicUrl)) throw new AccessDeniedError('another site made this request')
  try {
    check(session)
    return session
  } catch (error) {
    if (error instanceof InsufficientScopeError) return forbid(parts, platform)
    if (!(error instanceof StepUpRequiredError)) throw error
    const { acrValues, maxAgeSeconds } = error
    return platform.redirect(manager.loginUrl({ returnTo: await back(), acrValues, maxAgeSeconds }))
  }
}

/** The session, brought up to date: here where cookies can be set, by way of the refresh route where they cannot. */
async function readFresh(
  manager: SessionManager,
  platform: NextPlatform,
  cookies: RequestCookies,
  back: () => Promise<string>,
): Promise<Session | undefined> {
  const state = await manager.read(cookies)
  if (state.kind === 'none') return undefined
  if (state.kind === 'active') return state.session
  if (!canWriteCookies(cookies)) return platform.redirect(manager.refreshUrl(await back()))
  const updated = await manager.update(cookies)
  writeCookies(cookies, updated.cookies)
  return updated.state.kind === 'none' ? undefined : updated.state.session
}

/** Ends with a 403 where the application has switched that on, else with a page of its choice, else as if nothing were there. */
function forbid({ forbiddenPath }: NextAuthParts, platform: NextPlatform): never {
  try {
    platform.forbidden()
  } catch (interrupt) {
    if (typeof interrupt === 'object' && interrupt !== null && 'digest' in interrupt) throw interrupt
  }
  return forbiddenPath === undefined ? platform.notFound() : platform.redirect(forbiddenPath)
}
