import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import { MemorySessionStore, type SessionConfig, type SessionManager, type SessionStore } from '../../src/session/index.ts'
import { Application, publicUrl, secret } from './application.ts'
import { Visitor } from './visitor.ts'

let app: Application

beforeEach(async () => {
  app = await Application.create()
})

function cookieOf(visitor: Visitor): string | undefined {
  return visitor.cookies.get('__Host-auth-session')
}

/** Brings a visitor's session up to date, as an application's middleware would. */
async function update(manager: SessionManager, visitor: Visitor): Promise<string> {
  const { state, headers } = await manager.update(visitor.request('/'))
  visitor.keep(headers)
  return state.kind
}

describe.each([
  ['in the cookie', () => undefined],
  ['in a store', () => new MemorySessionStore({ now: app.now })],
])('a session %s', (_, createStore) => {
  let store: SessionStore | undefined
  let manager: SessionManager
  const create = (more: Partial<SessionConfig> = {}): SessionManager => app.createManager({ sessionStore: store, ...more })

  beforeEach(() => {
    store = createStore()
    manager = create()
  })

  it('tells who is signed in, from a request, its headers or a cookie jar, and holds no token', async () => {
    const visitor = await app.createVisitor(manager)
    const request = visitor.request('/')
    const jar = { getAll: () => [...visitor.cookies].map(([name, value]) => ({ name, value })) }
    for (const source of [request, { headers: request.headers }, { headers: { cookie: request.headers.get('cookie')! } }, jar]) {
      const state = await manager.read(source)
      expect(state).toMatchObject({ kind: 'active', session: { user: { sub: 'ada' }, scopes: ['openid', 'offline_access'] } })
      expect(JSON.stringify(state)).not.toMatch(/at-ada|ada-[\w-]+\.0|eyJ/)
    }
    expect(await manager.read(new Request(publicUrl))).toEqual({ kind: 'none' })
    expect(app.refreshes).toBe(0)
  })

  it('is stale once its access token has expired, and reading it refreshes nothing', async () => {
    const visitor = await app.createVisitor(manager)
    app.moved = 601
    expect((await manager.read(visitor.request('/'))).kind).toBe('stale')
    await expect(manager.getAccessToken(visitor.request('/'), { canWriteCookies: false })).rejects.toMatchObject({ code: 'AUTH_1001' })
    expect(app.refreshes).toBe(0)
    expect(await update(manager, visitor)).toBe('active')
    expect((await manager.read(visitor.request('/'))).kind).toBe('active')
    expect(app.refreshes).toBe(1)
  })

  it('gives its access token to who can write cookies and to who cannot; nobody’s to nobody', async () => {
    const visitor = await app.createVisitor(manager)
    const { accessToken, cookies } = await manager.getAccessToken(visitor.request('/'))
    expect(accessToken).toMatch(/^at-ada-/)
    expect(cookies).toEqual([])
    expect((await manager.getAccessToken(visitor.request('/'), { canWriteCookies: false })).accessToken).toBe(accessToken)
    for (const canWriteCookies of [true, false]) {
      await expect(manager.getAccessToken(new Request(publicUrl), { canWriteCookies })).rejects.toMatchObject({ code: 'AUTH_1009' })
      await expect(manager.fetch(new Request(publicUrl), 'https://api.example', { canWriteCookies })).rejects.toMatchObject({
        code: 'AUTH_1009',
      })
    }
  })

  it('calls APIs of its origins with its token, and replaces one that the API refuses', async () => {
    const seen: (string | null)[] = []
    app.provider.on('/api', ({ headers }) => {
      seen.push(headers.get('authorization'))
      return new Response('body', { status: seen.length === 2 ? 401 : 200 })
    })
    manager = create({ apiOrigins: ['https://api.example'] })
    const visitor = await app.createVisitor(manager)
    const first = await manager.fetch(visitor.request('/'), 'https://api.example/api')
    expect([first.response.status, first.cookies]).toEqual([200, []])
    const second = await manager.fetch(visitor.request('/'), 'https://api.example/api')
    visitor.keep(second.headers)
    expect(second.response.status).toBe(200)
    expect(seen).toEqual([expect.stringMatching(/\.0$/), expect.stringMatching(/\.0$/), expect.stringMatching(/\.1$/)])
    const third = await manager.fetch(visitor.request('/'), 'https://api.example/api', { canWriteCookies: false })
    expect([third.response.status, seen.at(-1)]).toEqual([200, expect.stringMatching(/\.1$/)])
    await expect(manager.fetch(visitor.request('/'), 'https://evil.example/api')).rejects.toMatchObject({ code: 'VAL_2001' })
    expect(app.refreshes).toBe(1)
  })

  it('ends when it is not used, and after its whole time however much it is', async () => {
    manager = create({ idleLifetimeSeconds: 1000, absoluteLifetimeSeconds: 3000 })
    const idle = await app.createVisitor(manager)
    const busy = await app.createVisitor(manager)
    const old = new Visitor(manager)
    for (const [name, value] of busy.cookies) old.cookies.set(name, value)
    for (app.moved = 500; app.moved < 3000; app.moved += 500) {
      expect(await update(manager, busy), `after ${app.moved} s`).toBe('active')
      if (app.moved === 500) expect(await update(manager, idle)).toBe('active')
    }
    expect((await manager.read(idle.request('/'))).kind).toBe('none')
    // CVE-2025-46344: the cookie of before, replayed, has ended although the session went on.
    expect((await manager.read(old.request('/'))).kind).toBe('none')
    app.moved = 3001
    expect(await update(manager, busy)).toBe('none')
    expect(busy.cookies.size).toBe(0)
  })

  it('is prolonged now and then, and not by every response', async () => {
    manager = create({ idleLifetimeSeconds: 500 })
    const visitor = await app.createVisitor(manager)
    const first = cookieOf(visitor)
    app.moved = 49
    await update(manager, visitor)
    expect(cookieOf(visitor)).toBe(first)
    app.moved = 51
    await update(manager, visitor)
    expect(cookieOf(visitor)).not.toBe(first)
  })

  it('100 requests at once make one refresh, and all adopt its tokens', async () => {
    const visitor = await app.createVisitor(manager)
    app.moved = 601
    const request = visitor.request('/')
    const all = await Promise.all(Array.from({ length: 100 }, () => manager.getAccessToken(request)))
    expect(new Set(all.map(({ accessToken }) => accessToken)).size).toBe(1)
    expect(app.refreshes).toBe(1)
    expect((await manager.getAccessToken(request)).accessToken).toBe(all[0]?.accessToken)
    expect(app.refreshes).toBe(1)
  })

  it('the last write of parallel responses does not revive an old refresh token', async () => {
    const visitor = await app.createVisitor(manager)
    const held = new Map(visitor.cookies)
    app.moved = 601
    await update(manager, visitor)
    // The response of a slower request, made before the refresh, comes last and sets what was.
    for (const [name, value] of held) visitor.cookies.set(name, value)
    app.moved = 1300
    expect(await update(manager, visitor)).toBe('active')
    app.moved = 2000
    expect(await update(manager, visitor)).toBe('active')
    expect(app.refreshes).toBe(3)
  })

  it('a logout during a refresh wins, and what the refresh brought is withdrawn', async () => {
    const visitor = await app.createVisitor(manager)
    app.moved = 601
    const asked = Promise.withResolvers<void>()
    const barrier = Promise.withResolvers<void>()
    app.beforeRefresh = async () => {
      asked.resolve()
      await barrier.promise
    }
    const request = visitor.request('/')
    const refreshing = manager.update(request)
    await asked.promise
    const { headers } = await manager.signOut(visitor.request('/'))
    visitor.keep(headers)
    barrier.resolve()
    const late = await refreshing
    expect(late.state).toEqual({ kind: 'none' })
    visitor.keep(late.headers)
    expect([...visitor.cookies.keys()]).toEqual(['__Host-auth-logout'])
    expect((await manager.read(request)).kind).toBe('none')
    expect(app.revoked).toEqual([expect.stringMatching(/\.0$/), expect.stringMatching(/\.1$/)])
  })

  it('a rolling write does not revive a session that has ended', async () => {
    const visitor = await app.createVisitor(manager)
    const request = visitor.request('/')
    visitor.keep((await manager.signOut(visitor.request('/'))).headers)
    app.moved = 50_000
    const { state, cookies } = await manager.update(request)
    expect(state.kind).toBe('none')
    expect(cookies.map(({ attributes }) => attributes.maxAge)).toEqual([0])
  })

  it('stays while the provider is down: its token serves, then it is a 503 and never nobody', async () => {
    const visitor = await app.createVisitor(manager)
    app.provider.on('/token', () => new Response(null, { status: 503 }))
    app.moved = 590
    expect(await update(manager, visitor)).toBe('active')
    app.moved = 601
    await expect(manager.update(visitor.request('/'))).rejects.toMatchObject({ code: 'AUTH_1003', transient: true, httpStatus: 503 })
    expect((await manager.read(visitor.request('/'))).kind).toBe('stale')
    expect(await (await visitor.visit('/auth/session')).json()).toMatchObject({ signedIn: true, user: { sub: 'ada' } })
  })

  it('whose refresh token is refused has ended: once, without a loop', async () => {
    const visitor = await app.createVisitor(manager)
    app.provider.on('/token', () => {
      app.refreshes++
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    })
    app.moved = 601
    expect(await update(manager, visitor)).toBe('none')
    expect(visitor.cookies.size).toBe(0)
    expect(await update(manager, visitor)).toBe('none')
    expect(app.refreshes).toBe(1)
  })

  it('goes on with the claims of its sign-in when a refresh brings no ID token', async () => {
    const visitor = await app.createVisitor(manager)
    app.moved = 601
    await update(manager, visitor)
    expect(await manager.read(visitor.request('/'))).toMatchObject({ session: { user: { sub: 'ada' } } })
  })

  it('of an old secret goes on, sealed anew; of a secret that is gone it has ended', async () => {
    const next = 'another secret of at least thirty-two characters'
    const keepStore = { sessionStore: store }
    const visitor = await app.createVisitor(manager)
    const rotated = app.createManager({ ...keepStore, secret: [next, secret] })
    const before = cookieOf(visitor)
    expect(await update(rotated, visitor)).toBe('active')
    expect(cookieOf(visitor)).not.toBe(before)
    const later = app.createManager({ ...keepStore, secret: next })
    expect((await later.read(visitor.request('/'))).kind).toBe('active')
    const request = new Request(publicUrl, { headers: { cookie: `__Host-auth-session=${before}` } })
    expect((await later.read(request)).kind).toBe('none')
    expect((await manager.read(request)).kind).toBe('active')
  })

  it('is nobody’s when its cookie is changed, cut, or another kind of seal', async () => {
    const visitor = await app.createVisitor(manager)
    await app.goThrough(visitor)
    const [, login = ''] = [...visitor.cookies].find(([name]) => name.includes('-login-')) ?? []
    const good = cookieOf(visitor)!
    const changed = good.slice(0, 300) + (good[300] === 'A' ? 'B' : 'A') + good.slice(301)
    for (const bad of [changed, good.slice(0, -5), `${good}A`, login, `1~${login}`, '', '1~', 'x'.repeat(1_000_000)]) {
      const request = new Request(publicUrl, { headers: { cookie: `__Host-auth-session=${bad}` } })
      expect((await manager.read(request)).kind, bad.slice(0, 20)).toBe('none')
    }
    expect(login).not.toBe('')
  })

  it.each([
    ['somebody else', { sub: 'mallory' }],
    ['nobody', { sub: undefined }],
    ['another sign-in', { auth_time: 1 }],
  ])('ends when a refresh brings the ID token of somebody else, or of another sign-in: %s', async (_name, claims) => {
    const visitor = await app.createVisitor(manager)
    const state = await manager.read(visitor.request('/'))
    const authTime = state.kind === 'none' ? undefined : state.session.authTime
    const sign = (more: object) => {
      const iat = Math.floor(app.now() / 1000)
      return app.provider.sign({ auth_time: authTime, nonce: undefined, iat, exp: iat + 300, ...more })
    }
    app.moved = 601
    app.tokens = { id_token: await sign({ email: 'ada@example.com' }) }
    expect(await update(manager, visitor)).toBe('active')
    expect(await manager.read(visitor.request('/'))).toMatchObject({ session: { user: { sub: 'ada', email: 'ada@example.com' } } })
    app.moved = 1202
    app.tokens = { id_token: await sign(claims) }
    expect(await update(manager, visitor)).toBe('none')
    expect(cookieOf(visitor)).toBeUndefined()
  })

  it('knows after each refresh how and when the person signed in, though the provider says it no more', async () => {
    const visitor = await app.createVisitor(manager)
    const before = await manager.read(visitor.request('/'))
    if (before.kind === 'none') throw new Error('not signed in')
    const { authTime, claims } = before.session
    const mayPay = manager.createCheck({ maxAgeSeconds: 3600 })
    for (const round of [1, 2, 3]) {
      app.moved = round * 601
      const iat = Math.floor(app.now() / 1000)
      const said = { nonce: undefined, iat, exp: iat + 300, name: `Ada ${round}` }
      app.tokens = { id_token: await app.provider.sign(said) }
      expect(await update(manager, visitor)).toBe('active')
      const state = await manager.read(visitor.request('/'))
      expect(state).toMatchObject({ session: { authTime, user: { name: `Ada ${round}` }, claims: { sid: claims['sid'] } } })
      if (state.kind !== 'none') mayPay(state.session)
    }
    // And notices that another sign-in is not that one, though the answer before did not say when it was.
    app.moved = 2404
    const iat = Math.floor(app.now() / 1000)
    app.tokens = { id_token: await app.provider.sign({ nonce: undefined, iat, exp: iat + 300, auth_time: iat }) }
    expect(await update(manager, visitor)).toBe('none')
  })

  it('on loopback is not ended by another application on another port, which is sent the same cookies', async () => {
    const here = create({ publicUrl: 'http://127.0.0.1:3000', allowInsecureLoopback: true })
    const there = create({
      publicUrl: 'http://127.0.0.1:4000',
      allowInsecureLoopback: true,
      secret: 'another secret of thirty-two characters',
    })
    const visitor = await app.createVisitor(here)
    expect(await update(there, visitor)).toBe('none')
    expect(await update(here, visitor)).toBe('active')
  })

  it('of another client or provider with the same secret is nobody’s', async () => {
    const visitor = await app.createVisitor(manager)
    for (const more of [{ clientId: 'other' }, { issuer: 'https://other.example' }]) {
      expect((await create(more).read(visitor.request('/'))).kind).toBe('none')
    }
  })

  it('CVE-2022-25896, CVE-2021-41246: a sign-in has an id of its own, and ends the session that the browser had', async () => {
    const visitor = await app.createVisitor(manager, 'mallory')
    const planted = visitor.request('/')
    await app.signIn(visitor, { user: 'ada' })
    expect(await manager.read(visitor.request('/'))).toMatchObject({ session: { user: { sub: 'ada' } } })
    expect((await manager.read(planted)).kind).toBe('none')
    app.moved = 601
    expect((await manager.update(planted)).state.kind).toBe('none')
  })

  it('is judged by the requirements of a resource server', async () => {
    const visitor = await app.createVisitor(manager)
    const state = await manager.read(visitor.request('/'))
    if (state.kind !== 'active') throw new Error('not signed in')
    expect(() =>
      manager.createCheck({ scopes: ['openid'], claims: { sub: { equals: 'ada' } }, maxAgeSeconds: 60 })(state.session),
    ).not.toThrow()
    expect(() => manager.createCheck({ scopes: ['admin'] })(state.session)).toThrow(expect.objectContaining({ code: 'AUTH_1006' }))
    app.moved = 100
    expect(() => manager.createCheck({ maxAgeSeconds: 60 })(state.session)).toThrow(expect.objectContaining({ code: 'AUTH_1007' }))
    expect(() => manager.createCheck({ introspect: true })).toThrow(expect.objectContaining({ code: 'VAL_2002' }))
  })

  it('a closed manager refreshes nothing any more', async () => {
    const visitor = await app.createVisitor(manager)
    app.moved = 601
    await manager.close()
    await expect(manager.update(visitor.request('/'))).rejects.toMatchObject({ code: 'VAL_2001' })
  })

  it('CVE-2019-19723, CVE-2025-67490, CVE-2026-40155, CVE-2026-25536: 20 users × 10 parallel requests on one manager see their own only', async () => {
    const users = Array.from({ length: 20 }, (_, index) => `user${index}`)
    const visitors = await Promise.all(users.map(async (user) => ({ user, visitor: await app.createVisitor(manager, user) })))
    app.moved = 601
    const seen = await Promise.all(
      visitors.flatMap(({ user, visitor }) =>
        Array.from({ length: 10 }, async () => {
          const request = visitor.request('/')
          const [token, { state, cookies }] = await Promise.all([manager.getAccessToken(request), manager.update(request)])
          return { user, accessToken: token.accessToken, sub: state.kind === 'active' ? state.session.user.sub : undefined, cookies }
        }),
      ),
    )
    expect(seen).toHaveLength(200)
    for (const { user, accessToken, sub } of seen) {
      expect(sub).toBe(user)
      expect(accessToken.startsWith(`at-${user}-`), accessToken).toBe(true)
    }
    expect(app.refreshes).toBe(20)
  })
})

describe('a session in the cookie', () => {
  it('is spread over several cookies when it is long, and stale ones are deleted when it is short again', async () => {
    const manager = app.createManager()
    app.provider.on('/token', ({ form }) => {
      const nonce = form.get('code')?.split(' ')[1]
      const isFirst = nonce !== undefined
      return app.provider.tokens(
        { refresh_token: 'r'.repeat(isFirst ? 6000 : 10), access_token: 'at', ...(!isFirst && { id_token: undefined }) },
        { nonce },
      )
    })
    const visitor = await app.createVisitor(manager)
    expect([...visitor.cookies.keys()]).toEqual(['__Host-auth-session', '__Host-auth-session.1', '__Host-auth-session.2'])
    expect((await manager.read(visitor.request('/'))).kind).toBe('active')
    app.moved = 601
    const { cookies, headers } = await manager.update(visitor.request('/'))
    expect(cookies.map(({ name, attributes }) => [name, attributes.maxAge > 0])).toEqual([
      ['__Host-auth-session', true],
      ['__Host-auth-session.1', false],
      ['__Host-auth-session.2', false],
    ])
    visitor.keep(headers)
    expect([...visitor.cookies.keys()]).toEqual(['__Host-auth-session'])
    expect((await manager.read(visitor.request('/'))).kind).toBe('active')
  })

  it('does not carry the claims twice', async () => {
    const manager = app.createManager()
    const visitor = await app.createVisitor(manager)
    const state = await manager.read(visitor.request('/'))
    if (state.kind !== 'active') throw new Error('not signed in')
    expect(state.session.claims).toMatchObject({ sub: 'ada', nonce: expect.any(String) })
    expect(cookieOf(visitor)!.length).toBeLessThan(2000)
    expect(() => decodeJwt(cookieOf(visitor)!)).toThrow()
  })
})

describe('a session store that is down', () => {
  const down = async (): Promise<never> => Promise.reject(new Error('store down'))

  it('is a 503 for every use, and never nobody', async () => {
    const store = new MemorySessionStore({ now: app.now })
    const manager = app.createManager({ sessionStore: store })
    const visitor = await app.createVisitor(manager)
    Object.assign(store, { get: down, set: down, delete: down, touch: down })
    const request = visitor.request('/')
    const uses = [manager.read(request), manager.update(request), manager.getAccessToken(request), manager.signOut(request)]
    await Promise.all(uses.map((use) => expect(use).rejects.toMatchObject({ code: 'SRV_5002', httpStatus: 503 })))
    for (const path of ['/auth/session', '/auth/refresh']) expect((await visitor.visit(path)).status, path).toBe(503)
    expect((await visitor.post('/auth/logout')).status).toBe(503)
    expect(cookieOf(visitor)).toBeDefined()
  })
})
