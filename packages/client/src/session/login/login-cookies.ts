import { ValidationError } from '@auth/core-errors'
import { createCookie, deleteCookie, type SessionCookie } from '../cookies/session-cookie.ts'
import type { SessionContext } from '../session-context.ts'
import type { LoginTransaction } from './login-transaction.ts'

type Cookies = ReadonlyMap<string, string>

/** How many logins one browser may have under way: the oldest one makes room. */
const maxPending = 5
/**
 * How long the cookies of all of them may be together, unless the newest alone is longer: whoever begins logins from another
 * site must not fill the header that the browser sends with every request.
 */
const maxPendingBytes = 6144
/** How many cookies of logins are opened to find the oldest; more than a browser can have from here are dropped unseen. */
const maxOpened = 10
const stateLength = 16
const maxValueLength = 3800

/** The cookie's name: one for each state, so that several tabs can sign in at once. */
function toName({ settings }: SessionContext, state: string): string {
  return settings.cookieNames.login + state.slice(0, stateLength)
}

/** The cookies that begin a login: its transaction, and the deletion of those that are too many. */
export async function sealLoginCookie(
  context: SessionContext,
  login: LoginTransaction,
  cookies: Cookies,
): Promise<readonly SessionCookie[]> {
  const { sealer, settings } = context
  const value = await sealer.seal('login', JSON.stringify(login))
  if (value.length > maxValueLength)
    throw new ValidationError('the login does not fit into a cookie', { details: { check: 'cookie_size' } })
  // A form that the provider's page posts here is a request from another site.
  const sameSite = login.responseMode?.startsWith('form_post') ? 'none' : 'lax'
  const own = createCookie(settings.cookieRules, {
    name: toName(context, login.state),
    value,
    maxAge: settings.loginLifetimeSeconds,
    sameSite,
  })
  let bytes = own.name.length + own.value.length
  const surplus = (await listPending(context, cookies)).filter((name, index) => {
    bytes += name.length + (cookies.get(name)?.length ?? 0)
    return index >= maxPending - 1 || bytes > maxPendingBytes
  })
  return [own, ...surplus.map((name) => deleteCookie(settings.cookieRules, name))]
}

/** The login of this state, which this browser began; undefined when there is none. */
export async function openLoginCookie(context: SessionContext, state: string, cookies: Cookies): Promise<LoginTransaction | undefined> {
  const login = await open(context, cookies.get(toName(context, state)))
  return login?.state === state ? login : undefined
}

/** A login is finished once. */
export function deleteLoginCookie(context: SessionContext, state: string, cookies: Cookies): readonly SessionCookie[] {
  const name = toName(context, state)
  return cookies.has(name) ? [deleteCookie(context.settings.cookieRules, name)] : []
}

/** The names of the logins under way, newest first; those that can no longer be finished come last. */
async function listPending(context: SessionContext, cookies: Cookies): Promise<readonly string[]> {
  const { login: prefix } = context.settings.cookieNames
  const all = [...cookies].filter(([name]) => name.startsWith(prefix))
  const opened = await Promise.all(
    all.map(async ([name, value], index) => ({ name, createdAt: index < maxOpened ? ((await open(context, value))?.createdAt ?? 0) : 0 })),
  )
  return opened.sort((one, other) => other.createdAt - one.createdAt).map(({ name }) => name)
}

async function open(context: SessionContext, sealed: string | undefined): Promise<LoginTransaction | undefined> {
  const opened = sealed === undefined ? undefined : await context.sealer.open('login', sealed)
  const login = opened && (JSON.parse(opened.text) as LoginTransaction)
  return login && login.createdAt + context.settings.loginLifetimeSeconds > context.now() ? login : undefined
}
