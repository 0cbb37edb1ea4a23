import { checkLogoutCallback } from '../../provider/logout-url.ts'
import { type CookieSource, readCookies } from '../cookies/cookie-source.ts'
import { createCookie, deleteCookie, type SessionCookie } from '../cookies/session-cookie.ts'
import { toWrites } from '../cookies/session-writes.ts'
import { deleteSessionCookie } from '../kept/session-cookies.ts'
import type { Sessions } from '../kept/sessions.ts'
import type { SessionContext } from '../session-context.ts'
import type { SessionRedirect } from '../session-results.ts'
import type { SignOutOptions } from './login-options.ts'
import { toReturnUrl } from './to-return-url.ts'

/** How long a person may take at the provider's page, in seconds. */
const logoutLifetimeSeconds = 600
/** How long a provider that is down may hold up a sign-out, in seconds. */
const providerDeadlineSeconds = 5

interface LogoutTransaction {
  readonly state: string
  readonly returnTo: string
  readonly createdAt: number
}

/** Ends the session here, and tells where to send the browser to end it at the provider (RP-Initiated Logout 2). */
export async function signOut(
  context: SessionContext,
  sessions: Sessions,
  source: CookieSource,
  { returnTo }: SignOutOptions,
): Promise<SessionRedirect> {
  const { settings } = context
  const cookies = readCookies(source)
  const url = toReturnUrl(returnTo, settings.homeUrl)
  const found = await sessions.find(source)
  const deleted = deleteSessionCookie(context, cookies)
  if (!found) return { url, ...toWrites(deleted) }
  const parameters = { postLogoutRedirectUri: settings.routes.signedOut }
  const logout = await sessions.toClientSession(found).logout(parameters, { deadlineSeconds: providerDeadlineSeconds })
  if (logout.url === undefined || logout.state === undefined) return { url, ...toWrites(deleted) }
  const transaction = await sealTransaction(context, { state: logout.state, returnTo: url, createdAt: context.now() })
  return { url: logout.url, ...toWrites([...deleted, transaction]) }
}

/** Where to go after the provider has sent the browser back: where the sign-out said, if it is that one's answer. */
export async function finishSignOut(context: SessionContext, source: CookieSource, url: string): Promise<SessionRedirect> {
  const { settings } = context
  const { homeUrl, cookieNames, cookieRules } = settings
  const cookies = readCookies(source)
  const writes = toWrites(cookies.has(cookieNames.logout) ? [deleteCookie(cookieRules, cookieNames.logout)] : [])
  const transaction = await openTransaction(context, cookies.get(cookieNames.logout))
  try {
    if (transaction) checkLogoutCallback(url, { expectedState: transaction.state })
  } catch {
    return { url: homeUrl, ...writes }
  }
  return { url: toReturnUrl(transaction?.returnTo, homeUrl), ...writes }
}

async function sealTransaction({ sealer, settings }: SessionContext, transaction: LogoutTransaction): Promise<SessionCookie> {
  const value = await sealer.seal('logout', JSON.stringify(transaction))
  return createCookie(settings.cookieRules, { name: settings.cookieNames.logout, value, maxAge: logoutLifetimeSeconds })
}

async function openTransaction(context: SessionContext, sealed: string | undefined): Promise<LogoutTransaction | undefined> {
  const opened = sealed === undefined ? undefined : await context.sealer.open('logout', sealed)
  const transaction = opened && (JSON.parse(opened.text) as LogoutTransaction)
  return transaction && transaction.createdAt + logoutLifetimeSeconds > context.now() ? transaction : undefined
}
