import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import type { SessionManager } from '../../src/session/index.ts'
import { Application, publicUrl } from './application.ts'
import { Visitor } from './visitor.ts'

let app: Application
let manager: SessionManager

beforeEach(async () => {
  app = await Application.create()
  manager = app.createManager()
})

const sameOrigin = { 'sec-fetch-site': 'same-origin' }

describe('the routes', () => {
  it.each([
    ['/auth'],
    ['/auth/'],
    ['/auth/login/'],
    ['/auth//login'],
    ['//auth/login'],
    ['//evil.example/auth/login'],
    ['/auth/%6cogin'],
    ['/auth/login%2f'],
    ['/auth/LOGIN'],
    ['/Auth/login'],
    ['/auth/login;x'],
    ['/x/auth/login'],
    ['/auth/constructor'],
    ['/auth/__proto__'],
    ['/'],
  ])('are these exactly: %s is none', async (path) => {
    expect(manager.handles(path)).toBe(false)
    const response = await manager.handle(new Request(publicUrl + path))
    expect(response.status).toBe(404)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })

  it('are told apart from other paths, by path or URL', () => {
    for (const url of Object.values(manager.routes)) {
      expect(manager.handles(url)).toBe(true)
      expect(manager.handles(new URL(url).pathname)).toBe(true)
    }
    expect(manager.handles('http://')).toBe(false)
    expect(manager.handles('auth/login')).toBe(false)
  })

  it.each([
    ['HEAD', '/auth/login', 'GET'],
    ['POST', '/auth/login', 'GET'],
    ['PUT', '/auth/callback', 'GET, POST'],
    ['DELETE', '/auth/logout', 'GET, POST'],
    ['GET', '/auth/access-token', 'POST'],
    ['POST', '/auth/session', 'GET'],
    ['OPTIONS', '/auth/session', 'GET'],
    ['POST', '/auth/refresh', 'GET'],
  ])('take no other methods than theirs: %s %s', async (method, path, allow) => {
    const response = await manager.handle(new Request(publicUrl + path, { method }))
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('are found below the path of publicUrl, whether a router has cut that off or not', async () => {
    await using below = app.createManager({ publicUrl: `${publicUrl}/shop` })
    expect(below.routes.callback).toBe(`${publicUrl}/shop/auth/callback`)
    for (const path of ['/shop/auth/session', '/auth/session']) {
      expect((await below.handle(new Request(publicUrl + path))).status).toBe(200)
    }
    const { cookies } = await below.startLogin({ headers: {} })
    expect(cookies[0]?.attributes.path).toBe('/')
  })

  it('CVE-2025-71401: a Host, or a forwarded one, changes no address', async () => {
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.example',
    }
    const response = await manager.handle(new Request('http://evil.example/auth/login', { headers }))
    const location = new URL(response.headers.get('location')!)
    expect(location.origin).toBe('https://as.example')
    expect(location.searchParams.get('redirect_uri')).toBe(`${publicUrl}/auth/callback`)
    const visitor = await app.createVisitor(manager)
    const out = await manager.handle(
      new Request('http://evil.example/auth/refresh?returnTo=//evil.example', { headers: visitor.request('/').headers }),
    )
    expect(out.headers.get('location')).toBe(`${publicUrl}/`)
  })

  it('do not swallow an error that is none of this family', async () => {
    await using broken = app.createManager({
      errorPage: () => {
        throw new TypeError('in the page')
      },
    })
    await expect(broken.handle(new Request(`${publicUrl}/auth/callback`))).rejects.toThrow('in the page')
  })
})

describe('the session route', () => {
  it('tells a page who is signed in, and nothing secret', async () => {
    const visitor = await app.createVisitor(manager)
    const response = await visitor.visit('/auth/session')
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(response.headers.get('vary')).toBe('Cookie')
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({
      signedIn: true,
      user: { sub: 'ada' },
      scopes: ['openid', 'offline_access'],
      expiresAt: expect.any(Number),
    })
    expect(text).not.toMatch(/at-ada|ada-[\w-]+\.\d|eyJ|nonce|at_hash|sid/)
  })

  it('tells nobody apart from somebody, and an outage from both', async () => {
    const response = await manager.handle(new Request(`${publicUrl}/auth/session`))
    expect([response.status, await response.json()]).toEqual([200, { signedIn: false }])
  })

  it('refreshes where that is due', async () => {
    const visitor = await app.createVisitor(manager)
    app.moved = 601
    const { accessTokenExpiresAt } = (await (await visitor.visit('/auth/session')).json()) as { accessTokenExpiresAt: number }
    expect(accessTokenExpiresAt).toBeGreaterThan(app.now() / 1000)
    expect(app.refreshes).toBe(1)
  })
})

describe('the refresh route', () => {
  it('refreshes and comes back', async () => {
    const visitor = await app.createVisitor(manager)
    app.moved = 601
    const response = await visitor.visit(manager.refreshUrl('/orders?page=2'))
    expect([response.status, response.headers.get('location')]).toEqual([303, `${publicUrl}/orders?page=2`])
    expect((await manager.read(visitor.request('/'))).kind).toBe('active')
    expect(app.refreshes).toBe(1)
  })

  it('goes to the login when nobody is signed in, and the login comes back', async () => {
    const visitor = new Visitor(manager)
    const response = await visitor.visit(manager.refreshUrl('/orders'))
    const login = response.headers.get('location')!
    expect(login).toBe(manager.loginUrl({ returnTo: `${publicUrl}/orders` }))
    expect((await app.signIn(visitor, { loginUrl: login })).headers.get('location')).toBe(`${publicUrl}/orders`)
  })

  it('comes back to no other origin', async () => {
    const visitor = await app.createVisitor(manager)
    for (const bad of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:x']) {
      const response = await visitor.visit(`/auth/refresh?returnTo=${encodeURIComponent(bad)}`)
      expect(response.headers.get('location')).toBe(`${publicUrl}/`)
      expect(manager.refreshUrl(bad)).not.toContain('evil')
    }
  })

  it('does not go in circles when the provider is down, or gives tokens that have expired', async () => {
    const visitor = await app.createVisitor(manager)
    app.moved = 601
    app.provider.on('/token', () => new Response(null, { status: 503 }))
    expect((await visitor.visit(manager.refreshUrl('/orders'))).status).toBe(503)
    app.provider.on('/token', () => ({ access_token: 'at', token_type: 'Bearer', expires_in: 0, refresh_token: 'next' }))
    expect((await visitor.visit(manager.refreshUrl('/orders'))).status).toBe(503)
  })
})

describe('the access-token route', () => {
  const post = (visitor: Visitor, body?: unknown, headers: Record<string, string> = sameOrigin): Promise<Response> =>
    visitor.visit('/auth/access-token', { method: 'POST', headers, ...(body !== undefined && { body: JSON.stringify(body) }) })

  it('is not there unless the configuration says so', async () => {
    const visitor = await app.createVisitor(manager)
    expect((await post(visitor)).status).toBe(404)
  })

  it('gives the application’s own pages the token, and no other site', async () => {
    await using open = app.createManager({ exposeAccessToken: true })
    const visitor = await app.createVisitor(open)
    const response = await post(visitor)
    expect(await response.json()).toEqual({
      accessToken: expect.stringMatching(/^at-ada-/),
      tokenType: 'Bearer',
      expiresAt: expect.any(Number),
      scopes: ['openid', 'offline_access'],
    })
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    for (const headers of [{}, { 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }, { origin: 'null' }]) {
      const refused = await post(visitor, undefined, headers)
      expect(refused.status).toBe(400)
      expect(await refused.text()).not.toContain('at-ada')
    }
  })

  it('tells a program that nobody is signed in', async () => {
    await using open = app.createManager({ exposeAccessToken: true })
    const response = await post(new Visitor(open))
    expect([response.status, await response.json()]).toEqual([401, expect.objectContaining({ code: 'AUTH_1009' })])
  })

  it('with DPoP gives a proof for the one call that is told, at an API of the configuration', async () => {
    const keyPair = await DPoPKeyPair.generate()
    app.tokens = { token_type: 'DPoP' }
    await using open = app.createManager({ exposeAccessToken: true, dpop: { enabled: true, keyPair }, apiOrigins: ['https://api.example'] })
    const visitor = await app.createVisitor(open)
    const response = await post(visitor, { method: 'POST', url: 'https://api.example/orders?x=1', nonce: 'n-1' })
    const { accessToken, tokenType, proof } = (await response.json()) as Record<string, string>
    expect([tokenType, accessToken]).toEqual(['DPoP', expect.stringMatching(/^at-ada-/)])
    expect(decodeJwt(proof!)).toMatchObject({ htm: 'POST', htu: 'https://api.example/orders', nonce: 'n-1', ath: expect.any(String) })
    expect(decodeProtectedHeader(proof!)).toMatchObject({ typ: 'dpop+jwt', jwk: keyPair.publicJwk })
    const bad = [
      undefined,
      {},
      [],
      'x',
      { method: 'GET' },
      { method: 'get', url: 'https://api.example/' },
      { method: 'GET', url: 'https://evil.example/' },
      { method: 'GET', url: '/orders' },
      { method: 'GET', url: 'https://api.example/', nonce: 1 },
    ]
    for (const body of bad) {
      const refused = await post(visitor, body)
      expect(refused.status, JSON.stringify(body)).toBe(400)
      expect(await refused.text()).not.toContain('at-ada')
    }
  })
})

describe('addresses for redirects', () => {
  it('carry what a login is asked for', () => {
    const url = new URL(
      manager.loginUrl({ returnTo: '/pay', acrValues: ['a', 'b'], maxAgeSeconds: 60.5, prompt: ['login', 'consent'], loginHint: 'ada' }),
    )
    expect(Object.fromEntries(url.searchParams)).toEqual({
      returnTo: '/pay',
      acr_values: 'a b',
      max_age: '60',
      prompt: 'login consent',
      login_hint: 'ada',
    })
    expect(manager.loginUrl()).toBe(`${publicUrl}/auth/login`)
  })
})
