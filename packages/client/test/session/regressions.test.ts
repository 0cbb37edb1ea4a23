import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { MemorySessionStore, type SessionManager } from '../../src/session/index.ts'
import { Application, publicUrl } from './application.ts'
import { Visitor } from './visitor.ts'

let app: Application
let manager: SessionManager

beforeEach(async () => {
  app = await Application.create()
  manager = app.createManager({ exposeAccessToken: true, sessionStore: new MemorySessionStore({ now: app.now }) })
})

async function whoIs(visitor: Visitor): Promise<string | undefined> {
  const state = await manager.read(visitor.request('/'))
  return state.kind === 'none' ? undefined : state.session.user.sub
}

describe('known failures of other session libraries', () => {
  it('CVE-2025-48947, CVE-2025-64762, CVE-2025-57752: every answer, good or bad, is private, no-store and varies by cookie', async () => {
    const visitor = await app.createVisitor(manager)
    const nobody = new Visitor(manager)
    const seen = new Set<number>()
    for (const of of [visitor, nobody]) {
      for (const url of [...Object.values(manager.routes), `${publicUrl}/auth/nothing`]) {
        for (const method of ['GET', 'POST', 'HEAD', 'PUT']) {
          for (const headers of [{}, { 'sec-fetch-site': 'same-origin' }, { 'sec-purpose': 'prefetch' }]) {
            const response = await manager.handle(of.request(url, { method, headers: headers as Record<string, string> }))
            expect(response.headers.get('cache-control'), `${method} ${url}`).toBe('private, no-store')
            expect(response.headers.get('vary'), `${method} ${url}`).toBe('Cookie')
            seen.add(response.status)
          }
        }
      }
    }
    expect([...seen].sort((one, other) => one - other)).toEqual([200, 204, 303, 400, 401, 404, 405])
    const { headers } = await manager.update(visitor.request('/'))
    expect([headers.get('cache-control'), headers.get('vary')]).toEqual(['private, no-store', 'Cookie'])
  })

  it.each([
    ['in the cookie', () => undefined],
    ['in a store that forgets nothing', () => new MemorySessionStore({ now: () => 0 })],
  ])('CVE-2025-46344: a session cookie has an expiry of its own, whatever the browser does with it: %s', async (_, createStore) => {
    manager = app.createManager({ sessionStore: createStore() })
    const visitor = await app.createVisitor(manager)
    const request = visitor.request('/')
    expect((await manager.read(request)).kind).toBe('active')
    app.moved = 86_401
    expect((await manager.read(request)).kind).toBe('none')
    expect((await manager.update(request)).state.kind).toBe('none')
  })

  it('CVE-2025-67716: a returnTo injects no parameter into the authorization request', async () => {
    const returnTo = '/x&redirect_uri=https://evil.example&scope=admin?client_id=evil#state=x'
    const response = await manager.handle(new Request(manager.loginUrl({ returnTo })))
    const { searchParams } = new URL(response.headers.get('location')!)
    for (const name of searchParams.keys()) expect(searchParams.getAll(name)).toHaveLength(1)
    expect(Object.fromEntries(searchParams)).toMatchObject({
      redirect_uri: `${publicUrl}/auth/callback`,
      scope: 'openid offline_access',
      client_id: 'web',
    })
    expect(() => app.createManager({ loginParameters: { extra: { redirect_uri: 'x' } } })).toThrow(
      expect.objectContaining({ details: { option: 'extra.redirect_uri' } }),
    )
  })

  it('CVE-2021-43812, CVE-2026-42565: a callback says nothing of where to go: only the login of this browser does', async () => {
    const visitor = new Visitor(manager)
    const callback = await app.goThrough(visitor, { loginUrl: '/auth/login?returnTo=/mine' })
    for (const name of ['returnTo', 'return_to', 'redirect', 'next', 'url']) callback.searchParams.set(name, 'https://evil.example')
    expect((await visitor.visit(callback)).headers.get('location')).toBe(`${publicUrl}/mine`)
    const other = new Visitor(manager)
    const bad = await app.goThrough(other, { loginUrl: `/auth/login?returnTo=${encodeURIComponent('//evil.example')}` })
    expect((await other.visit(bad)).headers.get('location')).toBe(`${publicUrl}/`)
  })

  it('CVE-2021-32702, CVE-2025-55008, CVE-2025-55009: no markup of a request or a provider, and no token, gets into a page', async () => {
    const visitor = await app.createVisitor(manager)
    const markup = '"><img src=x onerror=alert(1)>'
    const queries = [
      { error: markup },
      { error: 'x', error_description: markup },
      { code: markup },
      { returnTo: markup },
      { prompt: markup },
    ]
    for (const query of queries) {
      for (const path of ['callback', 'login', 'logout', 'refresh', 'frontchannel-logout', 'signed-out']) {
        const callback = path === 'callback' ? await app.goThrough(visitor) : new URL(`/auth/${path}`, publicUrl)
        if (path === 'callback') callback.searchParams.delete('code')
        for (const [name, value] of Object.entries(query)) callback.searchParams.set(name, value)
        const response = await manager.handle(visitor.request(callback))
        expect(await response.text()).not.toMatch(/onerror|at-ada|eyJ/)
        expect(response.headers.get('location') ?? '').not.toContain('<')
      }
    }
  })

  it('CVE-2024-29901, CVE-2025-61928: nothing that a client sends beside its cookie makes it somebody', async () => {
    const names = [
      'x-user',
      'x-user-id',
      'x-auth-session',
      'x-workos-session',
      'x-middleware-subrequest',
      'authorization',
      'x-forwarded-user',
    ]
    for (const name of names) {
      const request = new Request(`${publicUrl}/auth/session`, { headers: { [name]: 'ada' } })
      expect(await (await manager.handle(request)).json()).toEqual({ signedIn: false })
    }
    const visitor = new Visitor(manager)
    expect((await visitor.post('/auth/access-token', { sub: 'ada', user: 'ada', userId: 'ada' })).status).toBe(401)
  })

  it.each([
    ['an error body with status 200', () => ({ error: 'invalid_grant' })],
    ['an empty object', () => ({})],
    ['tokens without an ID token', () => ({ access_token: 'at', token_type: 'Bearer' })],
    ['an HTML page', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['an ID token of another nonce', () => app.provider.tokens({}, { nonce: 'another' })],
    ['an ID token without a nonce', () => app.provider.tokens({}, { nonce: undefined })],
    ['an ID token for another client', () => app.provider.tokens({}, { aud: 'other' })],
  ])('GHSA-8fpg-xm3f-6cx3: %s makes no session', async (_, answer) => {
    app.provider.on('/token', answer)
    const visitor = new Visitor(manager)
    const response = await app.signIn(visitor)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(visitor.cookies.size).toBe(0)
    expect(await whoIs(visitor)).toBeUndefined()
  })

  it('a sign-in older than the login’s max_age is refused, and the one before stays', async () => {
    const visitor = await app.createVisitor(manager)
    const callback = await app.goThrough(visitor, { loginUrl: manager.loginUrl({ maxAgeSeconds: 60 }) })
    const nonce = callback.searchParams.get('code')!.split(' ')[1]
    const old = Math.floor(app.now() / 1000) - 100
    app.provider.on('/token', () => app.provider.tokens({}, { nonce, auth_time: old, sub: 'ada' }))
    expect((await visitor.visit(callback)).status).toBeGreaterThanOrEqual(400)
    expect(await whoIs(visitor)).toBe('ada')
  })

  it(
    'CVE-2026-73418, CVE-2022-31093, GHSA-xmf8-cvqr-rfgj: whatever comes, an answer goes, and never a 500',
    { timeout: 60_000 },
    async () => {
      const visitor = await app.createVisitor(manager)
      const text = fc.oneof(
        fc.string({ maxLength: 40 }),
        fc.constantFrom(
          '%',
          '%E0%A4%A',
          '\u0000',
          '[object Object]',
          '__proto__',
          'null',
          '{"a":1}',
          'eyJ.eyJ.x',
          'a.b.c.d.e',
          '1~',
          '3~x',
        ),
      )
      const headerText = text.map((value) => value.replace(/[^ -~]/g, '').trim())
      const pair = fc.tuple(
        fc.constantFrom('code', 'state', 'error', 'iss', 'sid', 'response', 'returnTo', 'max_age', 'prompt', 'logout_token'),
        text,
      )
      const cookie = fc.tuple(
        fc.constantFrom('__Host-auth-session', '__Host-auth-session.1', '__Host-auth-login-x', '__Host-auth-logout'),
        headerText,
      )
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...Object.values(manager.routes)),
          fc.constantFrom('GET', 'POST'),
          fc.array(pair, { maxLength: 5 }),
          fc.array(cookie, { maxLength: 4 }),
          fc.dictionary(
            fc.constantFrom('authorization', 'origin', 'sec-fetch-site', 'content-type', 'user-agent', 'sec-purpose'),
            headerText,
          ),
          fc.boolean(),
          async (url, method, pairs, cookies, headers, isSignedIn) => {
            const form = new URLSearchParams(pairs)
            const own = isSignedIn ? [...visitor.cookies] : []
            const all = { ...headers, cookie: [...own, ...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
            const body = method === 'POST' ? { body: String(form) } : {}
            const response = await manager.handle(new Request(`${url}?${form}`, { method, headers: all, ...body }))
            expect(response.status).toBeLessThan(500)
          },
        ),
        { numRuns: 300 },
      )
    },
  )

  it('CVE-2026-53517, CVE-2026-53518: parallel redemptions of one code, and of one refresh token, send each once', async () => {
    const visitor = new Visitor(manager)
    const callback = await app.goThrough(visitor)
    const requests = Array.from({ length: 10 }, () => visitor.request(callback))
    const answers = await Promise.all(requests.map((request) => manager.handle(request)))
    expect(app.provider.count('/token')).toBe(1)
    for (const { headers } of answers) visitor.keep(headers)
    app.moved = 601
    const request = visitor.request('/')
    await Promise.all(Array.from({ length: 20 }, () => manager.update(request)))
    expect([app.refreshes, app.reuses]).toEqual([1, 0])
  })

  it('CVE-2026-9679, CVE-2026-29086, CVE-2024-47764: nothing of a request gets into a Set-Cookie line', async () => {
    const evil = 'x; Domain=evil.example\r\nset-cookie: a=b\u0000'
    const visitor = new Visitor(manager)
    const { headers } = await visitor.visit(manager.loginUrl({ returnTo: `/${evil}`, loginHint: evil }))
    for (const line of headers.getSetCookie())
      expect(line).toMatch(/^__Host-auth-login-[\w-]{16}=[\w.-]*; Path=\/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax$/)
    const forged = `__Host-auth-login-${evil.slice(0, 5)}`
    const again = await manager.handle(new Request(manager.routes.login, { headers: { cookie: `${forged}=x`.repeat(20) } }))
    for (const line of again.headers.getSetCookie()) expect(line).not.toMatch(/evil|\r|\n/)
  })

  it('GHSA-7rqj-j65f-68wh: characters that become slashes or dots elsewhere lead nowhere else', () => {
    for (const bad of [
      '/\uff0fevil.example',
      '\uff0f/evil.example',
      '/\u2044evil.example',
      '/\u2215/evil.example',
      '/\uff3cevil.example',
      '/\uff0eevil',
    ]) {
      expect(manager.refreshUrl(bad)).toBe(`${publicUrl}/auth/refresh?returnTo=${encodeURIComponent(`${publicUrl}/`)}`)
    }
  })
})
