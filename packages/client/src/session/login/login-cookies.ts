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
/**
 * How long all cookies of a request may be together before logins make room: with 16 KiB of headers, which Node takes by
 * default, what the browser says beside them still fits.
 */
const maxCookieBytes = 14_336
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
  const whole = await seal(context, login)
  // Beside a large session there is no room for a long address: whoever wrote it must not keep the browser out.
  const isTooLong = countBytes(whole) > findRoom(context, cookies)
  const own = isTooLong ? await seal(context, { ...login, returnTo: context.settings.homeUrl }) : whole
  if (own.value.length > maxValueLength)
    throw new ValidationError('the login does not fit into a cookie', { details: { check: 'cookie_size' } })
  return [own, ...(await deleteSurplus(context, cookies, own))]
}

/** The deletion of logins under way that are too many, or too long beside what else the browser has and the newest one. */
export async function deleteSurplus(context: SessionContext, cookies: Cookies, newest?: SessionCookie): Promise<readonly SessionCookie[]> {
  let room = findRoom(context, cookies) - (newest ? countBytes(newest) : 0)
  const maxOthers = newest ? maxPending - 1 : maxPending
  const surplus = (await listPending(context, cookies)).filter((name, index) => {
    room -= countBytes({ name, value: cookies.get(name) ?? '' })
    return index >= maxOthers || room < 0
  })
  return surplus.map((name) => deleteCookie(context.settings.cookieRules, name))
}

async function seal({ sealer, settings }: SessionContext, login: LoginTransaction): Promise<SessionCookie> {
  const value = await sealer.seal('login', JSON.stringify(login))
  // A form that the provider's page posts here is a request from another site.
  const sameSite = login.responseMode?.startsWith('form_post') ? 'none' : 'lax'
  const name = settings.cookieNames.login + login.state.slice(0, stateLength)
  return createCookie(settings.cookieRules, { name, value, maxAge: settings.loginLifetimeSeconds, sameSite })
}

/** How long the cookies of logins may be together, beside the other ones. */
function findRoom({ settings }: SessionContext, cookies: Cookies): number {
  const others = [...cookies].filter(([name]) => !name.startsWith(settings.cookieNames.login))
  const taken = others.reduce((sum, [name, value]) => sum + countBytes({ name, value }), 0)
  return Math.min(maxPendingBytes, maxCookieBytes - taken)
}

/** What a cookie takes of a header: `name=value; `. */
function countBytes({ name, value }: Pick<SessionCookie, 'name' | 'value'>): number {
  return name.length + value.length + 3
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
