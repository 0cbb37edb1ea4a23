import { isAuthPlatformError } from '@auth/core-errors'
import type { ErrorRequestHandler, Express } from 'express'
import { type Issuer, startIssuer } from 'issuer'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createExpressLogin, type ExpressLogin, type ExpressLoginOptions } from '../../src/login/index.ts'
import { expressVersions } from '../express-versions.ts'
import { listen, Visitor } from './application.ts'

let issuer: Issuer
let moved = 0
let resources: AsyncDisposableStack

beforeAll(async () => {
  issuer = await startIssuer()
  resources = new AsyncDisposableStack()
})
afterEach(async () => {
  moved = 0
  await issuer.fail('none')
  await resources.disposeAsync()
  resources = new AsyncDisposableStack()
})
afterAll(() => issuer.close())

describe.each(expressVersions)('createExpressLogin on %s', (_, express) => {
  interface Site {
    readonly publicUrl: string
    readonly visitor: Visitor
    readonly login: ExpressLogin
  }

  async function open(more: Partial<ExpressLoginOptions> = {}, prepare: (app: Express) => void = () => {}): Promise<Site> {
    let login: ExpressLogin | undefined
    const { clientId, clientSecret } = issuer.clients.web
    const site = await listen((publicUrl) => {
      const made = createExpressLogin({
        baseUrl: issuer.issuer,
        clientId,
        clientSecret,
        publicUrl,
        secret: 'a secret of at least thirty-two characters',
        audience: issuer.resources[0].audience,
        scopes: ['openid', 'profile', 'roles', 'offline_access', 'orders:read'],
        loginParameters: { prompt: 'consent' },
        postLogoutRedirectUri: `${publicUrl}/signed-out`,
        apiOrigins: [publicUrl],
        now: () => Date.now() + moved * 1000,
        maxRetries: 0,
        circuitBreaker: false,
        allowInsecureLoopback: true,
        ...more,
      })
      login = made
      const app = express()
      prepare(app)
      app.use(made.routes())
      app.get('/echo', (request, response) => void response.send(request.headers.authorization))
      app.get(
        '/',
        made.optionalLogin(),
        (request, response) => void response.send(request.authSession ? `hello ${request.authSession.user.sub}` : 'hello stranger'),
      )
      app.use(made.requireLogin())
      app.get('/profile', (request, response) => void response.send(`${request.authSession?.user.sub} ${request.originalUrl}`))
      app.get('/admin', made.requireLogin({ roles: ['admin'] }), (_request, response) => void response.send('admin'))
      app.get('/pay', made.requireLogin({ acr: 'urn:demo:two-factor' }), (_request, response) => void response.send('paid'))
      app.post('/orders', (_request, response) => void response.send('ordered'))
      app.get('/token', (request, response, next) => {
        const session = request.authSession!
        Promise.all([session.getAccessToken(), session.fetch(`${publicUrl}/echo`)])
          .then(async ([token, answer]) => response.json({ token, echo: await answer.text() }))
          .catch(next)
      })
      return app
    })
    resources.use(login!)
    resources.use(site)
    return { publicUrl: site.publicUrl, visitor: new Visitor(site.publicUrl, issuer.issuer), login: login! }
  }

  it('sends who wants a page to the sign-in, and back to it', async () => {
    const { visitor } = await open()
    expect(await (await visitor.visit('/')).text()).toBe('hello stranger')
    const page = await visitor.signIn('/profile?tab=1', issuer.users[0])
    expect([page.status, await page.text()]).toEqual([200, 'user-ada /profile?tab=1'])
    expect(page.headers.get('cache-control')).toBe('private, no-store')
    expect(page.headers.get('vary')).toContain('Cookie')
    expect(page.headers.getSetCookie()).toEqual([])
    expect(await (await visitor.visit('/')).text()).toBe('hello user-ada')
  })

  it.each([
    ['a script', {}, { accept: 'application/json', 'sec-fetch-mode': 'cors' }],
    ['a program', {}, { accept: '*/*', 'sec-fetch-mode': 'cors' }],
    ['a prefetch', {}, { 'sec-purpose': 'prefetch' }],
    ['a HEAD', { method: 'HEAD' }, {}],
    ['a POST', { method: 'POST' }, { 'sec-fetch-site': 'same-origin' }],
  ])('refuses %s without a session, and starts no login', async (_name, init, headers) => {
    const { visitor } = await open()
    const response = await visitor.visit('/profile', { ...init, headers })
    expect(response.status).toBe(401)
    expect(response.headers.getSetCookie()).toEqual([])
    if (!('method' in init)) expect(await response.json()).toMatchObject({ code: 'AUTH_1009' })
  })

  it('judges requirements: 403 for who may not, and a stronger sign-in for who may', async () => {
    const { visitor } = await open()
    await visitor.signIn('/profile', issuer.users[1])
    const admin = await visitor.visit('/admin')
    expect([admin.status, await admin.json()]).toEqual([403, expect.objectContaining({ code: 'AUTH_1006' })])
    const pay = await visitor.visit('/pay')
    expect(pay.status).toBe(303)
    expect(new URL(pay.headers.get('location')!).searchParams.get('acr_values')).toBe('urn:demo:two-factor')
    const script = await visitor.visit('/pay', { headers: { accept: 'application/json' } })
    expect([script.status, await script.json()]).toEqual([401, expect.objectContaining({ code: 'AUTH_1007' })])
    const other = await open()
    expect(await (await other.visitor.signIn('/admin', issuer.users[0])).text()).toBe('admin')
  })

  it('lets what changes something come from the application’s own pages only', async () => {
    const { visitor, publicUrl } = await open()
    await visitor.signIn('/profile', issuer.users[0])
    const post = async (headers: Record<string, string>): Promise<number> =>
      (await visitor.visit('/orders', { method: 'POST', headers })).status
    expect(await post({ 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await post({ origin: publicUrl, 'sec-fetch-site': 'same-origin' })).toBe(200)
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) expect(await post(headers)).toBe(400)
  })

  it('refreshes once for many requests, and sets each cookie once', async () => {
    const { visitor } = await open()
    await visitor.signIn('/profile', issuer.users[0])
    moved = 590
    issuer.clearRequests()
    const pages = await Promise.all(Array.from({ length: 10 }, () => visitor.visit('/token')))
    expect(issuer.requestCount('token')).toBe(1)
    const tokens = await Promise.all(pages.map(async (page) => ((await page.json()) as { token: string }).token))
    expect(new Set(tokens).size).toBe(1)
    for (const page of pages) {
      const names = page.headers.getSetCookie().map((line) => line.split('=')[0])
      expect(new Set(names).size).toBe(names.length)
    }
    expect(await (await visitor.visit('/profile')).text()).toBe('user-ada /profile')
  })

  it('calls APIs with the token of the session', async () => {
    const { visitor } = await open()
    await visitor.signIn('/profile', issuer.users[0])
    const { token, echo } = (await (await visitor.visit('/token')).json()) as Record<string, string>
    expect(echo).toBe(`Bearer ${token}`)
  })

  it.each([
    ['before the bodies are read', () => {}],
    ['after a parser has read them', (app: Express) => void app.use(express.urlencoded({ extended: false }))],
    ['after JSON was looked for', (app: Express) => void app.use(express.json())],
  ])('signs out by a form, with the routes mounted %s', async (_where, prepare) => {
    const { visitor, publicUrl } = await open({}, prepare)
    await visitor.signIn('/profile', issuer.users[0])
    const body = new URLSearchParams({ returnTo: '/' })
    const out = await visitor.visit('/auth/logout', { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } })
    expect(out.status).toBe(303)
    const url = new URL(out.headers.get('location')!)
    expect(url.origin).toBe(issuer.issuer)
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${publicUrl}/signed-out`)
    const back = await visitor.visit(`/signed-out?state=${url.searchParams.get('state')}`)
    expect(back.headers.get('location')).toBe(`${publicUrl}/`)
    expect(await (await visitor.visit('/')).text()).toBe('hello stranger')
    expect((await visitor.visit('/profile')).status).toBe(303)
  })

  it('an outage is a 503, and never nobody', async () => {
    const { visitor } = await open()
    await visitor.signIn('/profile', issuer.users[0])
    moved = 700
    await issuer.fail('unavailable', { endpoint: 'token' })
    for (const path of ['/profile', '/', '/auth/refresh']) {
      const response = await visitor.visit(path)
      expect([path, response.status]).toEqual([path, 503])
    }
    await issuer.fail('none')
    expect(await (await visitor.visit('/profile')).text()).toBe('user-ada /profile')
  })

  it('hands refusals on where it is told to, but sends people to the sign-in', async () => {
    const site = await listen((publicUrl) => {
      const { clientId, clientSecret } = issuer.clients.web
      const login = createExpressLogin({
        baseUrl: issuer.issuer,
        clientId,
        clientSecret,
        publicUrl,
        secret: 's'.repeat(32),
        forwardErrors: true,
        allowInsecureLoopback: true,
      })
      resources.use(login)
      const app = express()
      app.get('/', login.requireLogin())
      const answer: ErrorRequestHandler = (error, _request, response, _next) => {
        response.status(418).send(isAuthPlatformError(error) ? error.code : 'other')
      }
      app.use(answer)
      return app
    })
    resources.use(site)
    const other = new Visitor(site.publicUrl, issuer.issuer)
    const refused = await other.visit('/', { headers: { accept: 'application/json' } })
    expect([refused.status, await refused.text()]).toEqual([418, 'AUTH_1009'])
    expect((await other.visit('/')).status).toBe(303)
  })

  it('CVE-2026-41248, CVE-2026-33011: no spelling of a path comes past the guard, or becomes a route of the login', async () => {
    const { visitor } = await open()
    const ask = async (path: string): Promise<{ status: number; body: string }> => {
      const response = await visitor.visit(path, { headers: { accept: 'application/json' } })
      return { status: response.status, body: await response.text() }
    }
    const paths = [
      '/profile',
      '//profile',
      '/%70rofile',
      '/PROFILE',
      '/profile/',
      '/./profile',
      '/x/../profile',
      '/profile%2f',
      '/profile;x',
      '/profile.rsc',
      '/profile?x',
      '/auth/../profile',
      '//evil.example/auth/session',
      '/auth%2fsession',
      '/auth//session',
    ]
    for (const path of paths) {
      const { status, body } = await ask(path)
      expect([path, status]).toEqual([path, 401])
      expect(body).not.toContain('signedIn')
    }
    expect((await ask('/auth/session')).body).toBe('{"signedIn":false}')
  })

  it('CVE-2025-48947: what the application has said of caching before does not stand beside what a route says', async () => {
    const { visitor } = await open({}, (app) =>
      app.use((_request, response, next) => {
        response.set({ 'cache-control': 'public, max-age=600', 'content-type': 'text/plain', vary: 'Accept' })
        response.append('set-cookie', 'theme=dark')
        next()
      }),
    )
    for (const path of ['/auth/login', '/auth/session', '/auth/callback', '/profile']) {
      const { headers } = await visitor.visit(path, { headers: path === '/profile' ? { accept: 'application/json' } : {} })
      expect([path, headers.get('cache-control'), headers.get('vary')]).toEqual([path, 'private, no-store', 'Accept, Cookie'])
      expect(headers.get('content-type')).not.toContain(',')
      expect(headers.getSetCookie()[0]).toBe('theme=dark')
    }
  })

  it('believes no session that somebody else has put on the request', async () => {
    const other = await open()
    await other.visitor.signIn('/profile', issuer.users[0])
    let planted: unknown
    const { visitor } = await open({}, (app) =>
      app.use((request, _response, next) => {
        Object.assign(request, { authSession: planted })
        next()
      }),
    )
    const user = { sub: 'user-ada' }
    for (planted of [{ user, session: { user, claims: {}, scopes: [] } }, Object.create({ user }), true]) {
      expect((await visitor.visit('/profile', { headers: { accept: 'application/json' } })).status).toBe(401)
    }
  })

  it('takes a request that names a whole address, as to a proxy, by its path alone', async () => {
    const { visitor } = await open()
    for (const address of ['http://evil.example', 'http://evil.example:8080', 'HTTPS://user@evil.example']) {
      const session = await visitor.visit(`${address}/auth/session`)
      expect([address, session.status, await session.text()]).toEqual([address, 200, '{"signedIn":false}'])
      const { headers } = await visitor.visit(`${address}/auth/login`)
      expect(new URL(headers.get('location')!).origin).toBe(issuer.issuer)
      expect((await visitor.visit(`${address}/profile`, { headers: { accept: 'application/json' } })).status).toBe(401)
    }
  })

  it('refuses what cannot be asked for at once', () => {
    const config = { baseUrl: 'https://as.example', clientId: 'web', publicUrl: 'https://app.example', secret: 's'.repeat(32) }
    expect(() => createExpressLogin({ ...config, forwardErrors: 1 as never })).toThrow(
      expect.objectContaining({ details: { option: 'forwardErrors' } }),
    )
    expect(() => createExpressLogin({ ...config, secret: 'short' })).toThrow(expect.objectContaining({ code: 'VAL_2002' }))
    expect(() => createExpressLogin(config).requireLogin({ role: ['x'] } as never)).toThrow(
      expect.objectContaining({ details: { option: 'requirements.role' } }),
    )
  })
})
