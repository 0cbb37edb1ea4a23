import { SessionManager } from '@auth/client/session'
import { checkOption } from '@auth/core-errors/options'
import type { NextAuthConfig } from '../next-auth-config.ts'
import { createTestProvider, type TestPerson } from './test-provider.ts'

/** A session that a test can send along. */
export interface TestSession {
  /** The cookies of somebody who is signed in, as a browser test sets them. */
  readonly cookies: readonly { readonly name: string; readonly value: string }[]
  /** The same as a `Cookie` header. */
  readonly cookieHeader: string
}

const userAgent = 'test'

/**
 * Signs a person in without a provider, by every check that a real login passes, and gives the cookies. They are good
 * wherever the configuration has the same `secret`, `publicUrl` and names, and in the same `sessionStore`, if there is one.
 *
 * @throws {InvalidConfigError} VAL_2002 for a configuration that nobody could sign in with, and for DPoP without a `keyPair`:
 * the session would be bound to a key that nobody else has
 */
export async function createTestSession(config: NextAuthConfig, person: TestPerson = {}): Promise<TestSession> {
  const isShared = config.dpop?.enabled !== true || config.dpop.keyPair !== undefined
  checkOption(isShared, undefined, 'dpop.keyPair', 'given: the application and its test need the same key')
  const provider = await createTestProvider(config, person)
  const own = { endpoints: undefined, profile: undefined, requestSigning: undefined, circuitBreaker: undefined }
  await using manager = new SessionManager({ ...config, ...own, fetch: provider.fetch })
  const headers = { 'user-agent': userAgent }
  const login = await manager.startLogin({ headers: new Headers(headers) })
  provider.expectLogin(login.url)
  const state = new URL(login.url).searchParams.get('state') ?? ''
  const callback = `${manager.routes.callback}?${new URLSearchParams({ code: 'test-code', state })}`
  const response = await manager.handle(new Request(callback, { headers: { ...headers, cookie: toHeader(login.cookies) } }))
  const cookies = response.headers.getSetCookie().flatMap(parseCookie)
  if (cookies.length === 0)
    throw new Error(`the test session was not made: the callback answered ${response.status}, ${await response.text()}`)
  return { cookies, cookieHeader: toHeader(cookies) }
}

interface Cookie {
  readonly name: string
  readonly value: string
}

const toHeader = (cookies: readonly Cookie[]): string => cookies.map(({ name, value }) => `${name}=${value}`).join('; ')

/** The cookie that a `Set-Cookie` sets; none for one that it deletes. */
function parseCookie(line: string): readonly Cookie[] {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  return value === '' ? [] : [{ name, value }]
}
