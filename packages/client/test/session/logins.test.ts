import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ServiceUnavailableError } from '@auth/core-errors'
import { beforeEach, describe, expect, it } from 'vitest'
import { MemorySessionStore, type SessionConfig, type SessionManager } from '../../src/session/index.ts'
import { Application, publicUrl } from './application.ts'
import { Visitor } from './visitor.ts'

let app: Application

beforeEach(async () => {
  app = await Application.create()
})

function loginCookies({ cookies }: Visitor): string[] {
  return [...cookies.keys()].filter((name) => name.includes('-login-'))
}

async function whoIs(manager: SessionManager, visitor: Visitor): Promise<string | undefined> {
  const state = await manager.read(visitor.request('/'))
  return state.kind === 'none' ? undefined : state.session.user.sub
}

describe('a login', () => {
  it('goes to the provider with state, nonce and PKCE of its own, and with a cookie that only this host gets', async () => {
    await using manager = app.createManager()
    const response = await manager.handle(new Request(`${publicUrl}/auth/login?returnTo=/orders`))
    expect(response.status).toBe(303)
    const { searchParams } = new URL(response.headers.get('location')!)
    expect(searchParams.get('redirect_uri')).toBe(`${publicUrl}/auth/callback`)
    for (const name of ['state', 'nonce', 'code_challenge']) expect(searchParams.get(name)).toMatch(/^[\w-]{43}$/)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(response.headers.get('vary')).toBe('Cookie')
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-auth-login-[\w-]{16}=[\w.-]+; Path=\/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax$/),
    ])
    expect(response.headers.getSetCookie()[0]).not.toContain(searchParams.get('nonce'))
  })

  it('asks for what the link says, and for nothing that only the application decides', async () => {
    await using manager = app.createManager({ loginParameters: { extra: { tenant: 'a' } } })
    const query =
      'acr_values=one two&max_age=60&prompt=login&login_hint=ada&scope=admin&redirect_uri=https://evil.example&client_id=x&tenant=b&resource=https://x'
    const response = await manager.handle(new Request(`${publicUrl}/auth/login?${query}`))
    const { searchParams } = new URL(response.headers.get('location')!)
    expect(Object.fromEntries(searchParams)).toMatchObject({
      acr_values: 'one two',
      max_age: '60',
      prompt: 'login',
      login_hint: 'ada',
      scope: 'openid offline_access',
      redirect_uri: `${publicUrl}/auth/callback`,
      client_id: 'web',
      tenant: 'a',
    })
    expect(searchParams.has('resource')).toBe(false)
    for (const bad of ['max_age=-1', 'max_age=x', 'prompt=none', 'prompt=x']) {
      expect((await manager.handle(new Request(`${publicUrl}/auth/login?${bad}`))).status).toBe(400)
    }
  })

  it('is not made weaker by a link than the application wants every one: by its context and its age', async () => {
    await using manager = app.createManager({ loginParameters: { acrValues: ['mfa', 'key'], maxAgeSeconds: 300 } })
    const ask = async (query: string) => {
      const response = await manager.handle(new Request(`${publicUrl}/auth/login?${query}`))
      const { searchParams } = new URL(response.headers.get('location') ?? 'about:blank')
      return [response.status, searchParams.get('acr_values'), searchParams.get('max_age')]
    }
    expect(await ask('')).toEqual([303, 'mfa key', '300'])
    expect(await ask('acr_values=key&max_age=60')).toEqual([303, 'key', '60'])
    expect(await ask('acr_values=password key&max_age=999999999')).toEqual([303, 'key', '300'])
    expect(await ask('acr_values=password')).toEqual([400, null, null])
  })

  it.each([
    ['login', 'consent', 'login consent'],
    ['login select_account', 'create', 'login select_account create'],
    [['login'], 'login', 'login'],
    [undefined, 'consent', 'consent'],
    ['login', '', 'login'],
    ['none', 'login', 'login'],
  ])('keeps the prompt that the application wants of every login, %j, beside what a link asks for: %s', async (prompt, asked, expected) => {
    await using manager = app.createManager({ loginParameters: { prompt } })
    const response = await manager.handle(new Request(`${publicUrl}/auth/login?prompt=${asked}`))
    expect(new URL(response.headers.get('location') ?? 'about:blank').searchParams.get('prompt')).toBe(expected)
  })

  it.each([
    ['sec-purpose', 'prefetch'],
    ['next-router-prefetch', '1'],
    ['rsc', '1'],
    ['sec-fetch-mode', 'no-cors'],
    ['sec-fetch-mode', 'cors'],
  ])('is not begun by a request with %s: %s: nothing is set', async (name, value) => {
    await using manager = app.createManager()
    const response = await manager.handle(new Request(`${publicUrl}/auth/login`, { headers: { [name]: value } }))
    expect(response.status).toBe(204)
    expect(response.headers.getSetCookie()).toEqual([])
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })

  it('by a program is refused for a prefetch', async () => {
    await using manager = app.createManager()
    await expect(manager.startLogin({ headers: { purpose: 'prefetch' } })).rejects.toMatchObject({ code: 'VAL_2001' })
  })

  it('logins in five tabs finish in any order, each where its tab wanted to go', async () => {
    await using manager = app.createManager()
    const visitor = new Visitor(manager)
    const tabs = []
    for (const tab of ['a', 'b', 'c', 'd', 'e'])
      tabs.push({ tab, url: await app.goThrough(visitor, { loginUrl: `/auth/login?returnTo=/${tab}` }) })
    expect(loginCookies(visitor)).toHaveLength(5)
    for (const { tab, url } of [tabs[3]!, tabs[0]!, tabs[4]!, tabs[2]!, tabs[1]!]) {
      expect((await visitor.visit(url)).headers.get('location')).toBe(`${publicUrl}/${tab}`)
    }
    expect(loginCookies(visitor)).toEqual([])
    expect(await whoIs(manager, visitor)).toBe('ada')
  })

  it('is capped: the oldest of six makes room, and cookies that are none go first', async () => {
    await using manager = app.createManager()
    const visitor = new Visitor(manager)
    for (let index = 0; index < 12; index++) visitor.cookies.set(`__Host-auth-login-garbage${index}`, 'x')
    const first = await app.goThrough(visitor)
    expect(loginCookies(visitor)).toHaveLength(5)
    let last = first
    for (let tab = 2; tab <= 6; tab++) {
      app.moved++
      last = await app.goThrough(visitor)
    }
    expect(loginCookies(visitor)).toHaveLength(5)
    expect((await visitor.visit(first)).status).toBe(400)
    expect((await visitor.visit(last)).status).toBe(303)
  })

  it('leaves room in the browser’s requests, however long the addresses are that another site makes it begin logins with', async () => {
    await using manager = app.createManager()
    const visitor = new Visitor(manager)
    let last = await app.goThrough(visitor)
    for (let tab = 0; tab < 5; tab++) {
      app.moved++
      last = await app.goThrough(visitor, { loginUrl: `/auth/login?returnTo=/${'x'.repeat(2000)}` })
    }
    const pending = [...visitor.cookies].filter(([name]) => name.includes('-login-')).map(([name, value]) => name.length + value.length)
    expect(pending.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(6144)
    expect((await visitor.visit(last)).status).toBe(303)
  })

  it.each([
    ['begun beside the largest session', true],
    ['begun before the largest session', false],
  ])('%s, as many and as long as another site likes, locks nobody out of a Node server', async (_, isSignedInFirst) => {
    await using manager = app.createManager()
    app.tokens = { refresh_token: `ada-x.0${'r'.repeat(7800)}` }
    const visitor = new Visitor(manager)
    const callback = await app.goThrough(visitor)
    if (isSignedInFirst) await visitor.visit(callback)
    const queries = [500, 1000, 1500, 2000].map((length) => `returnTo=/${'x'.repeat(length)}`)
    for (const name of ['acr_values', 'ui_locales', 'login_hint']) queries.push(`${name}=${'x'.repeat(512)}`)
    queries.push(`acr_values=${'x'.repeat(1900)}`)
    for (const query of queries) await app.goThrough(visitor, { loginUrl: `/auth/login?${query}` })
    if (!isSignedInFirst) visitor.keep((await manager.handle(visitor.request(callback))).headers)
    const { cookie } = Object.fromEntries(visitor.request('/').headers)
    expect(visitor.cookies.has('__Host-auth-session.2')).toBe(true)
    expect(await askNode({ cookie, 'what-a-browser-says-beside': 'x'.repeat(1500) })).toBe(200)
    const last = await app.goThrough(visitor)
    expect((await visitor.visit(last)).status).toBe(303)
  })

  it('runs out', async () => {
    await using manager = app.createManager({ loginLifetimeSeconds: 600 })
    const visitor = new Visitor(manager)
    const callback = await app.goThrough(visitor)
    app.moved = 601
    expect((await visitor.visit(callback)).status).toBe(400)
    expect(app.provider.count('/token')).toBe(0)
  })

  it('CVE-2026-73419, GHSA-x445-f3h2-j279: begun at one provider is not finished at another', async () => {
    await using manager = app.createManager()
    await using other = app.createManager({ issuer: 'https://other.example' })
    const visitor = new Visitor(manager)
    const callback = await app.goThrough(visitor)
    const response = await other.handle(visitor.request(callback))
    expect(response.status).toBe(400)
    expect(app.provider.count('/token')).toBe(0)
  })

  it('begun in one browser is not finished in another, even with its cookie', async () => {
    await using manager = app.createManager()
    const visitor = new Visitor(manager)
    const callback = await app.goThrough(visitor)
    expect((await new Visitor(manager).visit(callback)).status).toBe(400)
    const thief = new Visitor(manager)
    for (const [name, value] of visitor.cookies) thief.cookies.set(name, value)
    thief.userAgent = 'Thief/1'
    expect((await thief.visit(callback)).status).toBe(400)
    expect(app.provider.count('/token')).toBe(0)
    expect((await visitor.visit(callback)).status).toBe(303)
  })

  it('login CSRF: a callback whose state this browser does not know signs nobody in', async () => {
    await using manager = app.createManager()
    const attacker = new Visitor(manager)
    const callback = await app.goThrough(attacker, { user: 'mallory' })
    const victim = new Visitor(manager)
    await app.goThrough(victim)
    expect((await victim.visit(callback)).status).toBe(400)
    callback.searchParams.set('state', 'x'.repeat(43))
    expect((await victim.visit(callback)).status).toBe(400)
    callback.searchParams.delete('state')
    expect((await victim.visit(callback)).status).toBe(400)
    expect(await whoIs(manager, victim)).toBeUndefined()
    expect(app.provider.count('/token')).toBe(0)
  })

  it('a callback that comes again, or by the back button, is a friendly redirect when somebody is signed in', async () => {
    await using manager = app.createManager()
    const visitor = new Visitor(manager)
    const callback = await app.goThrough(visitor)
    const held = new Map(visitor.cookies)
    await visitor.visit(callback)
    const again = await visitor.visit(callback)
    expect([again.status, again.headers.get('location')]).toEqual([303, `${publicUrl}/`])
    // With the login's cookie still there, as after a response that was lost.
    for (const [name, value] of held) visitor.cookies.set(name, value)
    const replayed = await visitor.visit(callback)
    expect([replayed.status, replayed.headers.get('location')]).toEqual([303, `${publicUrl}/`])
    expect(loginCookies(visitor)).toEqual([])
    expect(app.provider.count('/token')).toBe(1)
    const thief = new Visitor(manager)
    for (const [name, value] of held) thief.cookies.set(name, value)
    expect((await thief.visit(callback)).status).toBe(400)
  })

  it('a callback that comes twice at once gives both the same session, with one code sent', async () => {
    await using manager = app.createManager()
    const visitor = new Visitor(manager)
    const callback = await app.goThrough(visitor)
    const requests = [visitor.request(callback), visitor.request(callback)]
    const answers = await Promise.all(requests.map((request) => manager.handle(request)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(app.provider.count('/token')).toBe(1)
  })

  it('with a store a login is finished once among all servers', async () => {
    const sessionStore = new MemorySessionStore()
    await using one = app.createManager({ sessionStore })
    await using two = app.createManager({ sessionStore })
    const visitor = new Visitor(one)
    const callback = await app.goThrough(visitor)
    const request = visitor.request(callback)
    const again = visitor.request(callback)
    expect((await one.handle(request)).status).toBe(303)
    expect((await two.handle(again)).status).toBe(400)
    expect(app.provider.count('/token')).toBe(1)
  })

  it('by a form that the provider posts works, with a cookie that such a post brings along', async () => {
    await using manager = app.createManager({ loginParameters: { responseMode: 'form_post' } })
    const visitor = new Visitor(manager)
    const start = await visitor.visit('/auth/login?returnTo=/x')
    expect(start.headers.getSetCookie()[0]).toMatch(/; Secure; SameSite=None$/)
    const callback = await app.goThrough(visitor)
    const body = new URLSearchParams(callback.search)
    callback.search = ''
    const response = await visitor.visit(callback, { method: 'POST', body, headers: { 'sec-fetch-site': 'cross-site' } })
    expect(response.status).toBe(303)
    expect(await whoIs(manager, visitor)).toBe('ada')
  })

  it('that the provider refuses is a page without the provider’s words', async () => {
    await using manager = app.createManager()
    const visitor = new Visitor(manager)
    const callback = await app.goThrough(visitor)
    callback.searchParams.delete('code')
    callback.searchParams.set('error', 'access_denied')
    callback.searchParams.set('error_description', '<script>alert(1)</script>')
    const response = await visitor.visit(callback)
    const page = await response.text()
    expect(response.status).toBe(403)
    expect(page).toContain('AUTH_1010')
    expect(page).not.toMatch(/script|alert|denied/)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(loginCookies(visitor)).toEqual([])
  })

  it('that fails can have a page of the application’s own', async () => {
    const errorPage: SessionConfig['errorPage'] = (error, { loginUrl }) =>
      Response.redirect(`${publicUrl}/oops?code=${error.code}&again=${loginUrl}`)
    await using manager = app.createManager({ errorPage })
    const response = await manager.handle(new Request(`${publicUrl}/auth/callback?code=x&state=y`))
    expect(response.headers.get('location')).toBe(`${publicUrl}/oops?code=VAL_2005&again=${publicUrl}/auth/login`)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })

  it('while the provider is down is a 503, and the session that is there stays', async () => {
    await using manager = app.createManager()
    const visitor = await app.createVisitor(manager)
    await using cold = app.createManager()
    app.provider.on('/.well-known/openid-configuration', () => new Response(null, { status: 503 }))
    app.provider.on('/token', () => new Response(null, { status: 503 }))
    expect((await cold.handle(visitor.request('/auth/login'))).status).toBe(503)
    const callback = await app.goThrough(visitor)
    expect((await visitor.visit(callback)).status).toBe(503)
    expect(await whoIs(manager, visitor)).toBe('ada')
  })

  it('that fails can be tried again, to where the person wanted to go, and to no other site', async () => {
    await using manager = app.createManager()
    const visitor = new Visitor(manager)
    const findRetry = async (response: Response): Promise<string | undefined> => /href="([^"]+)">Try again/.exec(await response.text())?.[1]
    const again = `${publicUrl}/auth/login?${new URLSearchParams({ returnTo: `${publicUrl}/orders?page=2` })}`
    const callback = await app.goThrough(visitor, { loginUrl: '/auth/login?returnTo=/orders?page=2' })
    app.provider.on('/token', () => new Response(null, { status: 503 }))
    expect(await findRetry(await visitor.visit(callback))).toBe(again)
    app.provider.on('/.well-known/openid-configuration', () => new Response(null, { status: 503 }))
    await using cold = app.createManager()
    const ask = async (path: string) => findRetry(await cold.handle(visitor.request(path)))
    expect(await ask('/auth/login?returnTo=/orders?page=2')).toBe(again)
    expect(await ask('/auth/login?returnTo=//evil.example')).toBe(`${publicUrl}/auth/login`)
    expect(await ask('/auth/login')).toBe(`${publicUrl}/auth/login`)
  })

  it('cannot be finished while the store is down: 503, and no cookie of a session', async () => {
    const down = async (): Promise<never> => Promise.reject(new Error('store down'))
    const sessionStore = { get: down, set: down, delete: down, create: down, touch: down, deleteMatching: down, claim: async () => true }
    await using manager = app.createManager({ sessionStore })
    const visitor = new Visitor(manager)
    const response = await app.signIn(visitor)
    expect(response.status).toBe(503)
    expect([...visitor.cookies]).toEqual([])
  })

  it('whose session does not fit into cookies says what helps', async () => {
    app.tokens = { access_token: undefined, refresh_token: 'r'.repeat(12_000) }
    const errors: unknown[] = []
    await using manager = app.createManager({
      errorPage: (error) => {
        errors.push(error)
        return new Response('too big', { status: error.httpStatus })
      },
    })
    app.provider.on('/token', async ({ form }) =>
      app.provider.tokens({ refresh_token: 'r'.repeat(12_000) }, { nonce: form.get('code')?.split(' ')[1] }),
    )
    const visitor = new Visitor(manager)
    await app.signIn(visitor)
    expect(errors).toEqual([expect.objectContaining({ code: 'VAL_2001', details: expect.objectContaining({ check: 'cookie_size' }) })])
    await using roomy = app.createManager({ sessionStore: new MemorySessionStore() })
    const other = new Visitor(roomy)
    expect((await app.signIn(other)).status).toBe(303)
    expect(await whoIs(roomy, other)).toBe('ada')
  })

  it('that steps up is refused when the ID token does not tell what was asked for', async () => {
    await using manager = app.createManager()
    const visitor = await app.createVisitor(manager)
    const response = await app.signIn(visitor, { loginUrl: manager.loginUrl({ acrValues: ['two-factor'] }) })
    expect(response.status).toBeGreaterThanOrEqual(400)
    const state = await manager.read(visitor.request('/'))
    expect(state).toMatchObject({ kind: 'active', session: { acr: undefined } })
  })

  it('in a signed answer (JARM) is found by the state in it', async () => {
    await using manager = app.createManager({ loginParameters: { responseMode: 'query.jwt' } })
    const visitor = new Visitor(manager)
    const callback = await app.goThrough(visitor)
    const sign = (answer: URL): Promise<string> =>
      app.provider.sign({ nonce: undefined, sub: undefined, ...Object.fromEntries(answer.searchParams) })
    const response = await sign(callback)
    const forged = `${response.slice(0, -6)}AAAAAA`
    callback.search = String(new URLSearchParams({ response: forged }))
    expect((await visitor.visit(callback)).status).toBe(400)
    const second = await app.goThrough(visitor)
    second.search = String(new URLSearchParams({ response: await sign(second) }))
    expect((await visitor.visit(second)).status).toBe(303)
  })
})

describe('the errors of an outage', () => {
  it('tell when to come back', async () => {
    const sessionStore = new MemorySessionStore()
    await using manager = app.createManager({ sessionStore })
    const visitor = await app.createVisitor(manager)
    sessionStore.get = () => {
      throw new ServiceUnavailableError('down', { retryAfterSeconds: 7 })
    }
    await expect(manager.read(visitor.request('/'))).rejects.toMatchObject({ code: 'SRV_5002' })
    expect((await visitor.visit('/auth/session')).status).toBe(503)
  })
})

/** The status of a real server's answer to these headers. */
async function askNode(headers: Record<string, string | undefined>): Promise<number | undefined> {
  const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { port } = server.address() as AddressInfo
    const [response] = (await once(get({ port, headers, agent: false }), 'response')) as [IncomingMessage]
    response.resume()
    return response.statusCode
  } finally {
    server.close()
  }
}
