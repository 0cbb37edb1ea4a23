import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import { demoOneTimeCode, type Issuer, startIssuer } from 'issuer'
import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MemorySessionStore, type SessionConfig, SessionManager } from '../../src/session/index.ts'
import { Browser } from '../browser.ts'
import { Visitor } from './visitor.ts'

const publicUrl = 'http://127.0.0.1:45678'
let issuer: Issuer
let moved = 0

beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())
afterEach(async () => {
  await issuer.fail('none')
  issuer.clearRequests()
  moved = 0
})

function createManager(more: Partial<SessionConfig> = {}): SessionManager {
  const { clientId, clientSecret } = issuer.clients.web
  return new SessionManager({
    baseUrl: issuer.issuer,
    clientId,
    clientSecret,
    publicUrl,
    secret: 'a secret of at least thirty-two characters',
    audience: issuer.resources[0].audience,
    scopes: ['openid', 'profile', 'roles', 'offline_access', 'orders:read'],
    loginParameters: { prompt: 'consent' },
    postLogoutRedirectUri: `${publicUrl}/signed-out`,
    now: () => Date.now() + moved * 1000,
    allowInsecureLoopback: true,
    maxRetries: 0,
    circuitBreaker: false,
    ...more,
  })
}

describe.each([
  ['in the cookie', () => undefined],
  ['in a store', () => new MemorySessionStore({ now: () => Date.now() + moved * 1000 })],
])('at a real provider, a session %s', (_, createStore) => {
  it('begins by a sign-in, tells who the person is, and ends by a sign-out at both', async () => {
    await using manager = createManager({ sessionStore: createStore() })
    const visitor = new Visitor(manager)
    const signedIn = await visitor.signIn(issuer.issuer, issuer.users[0], manager.loginUrl({ returnTo: '/orders?page=2' }))
    expect(signedIn.status).toBe(303)
    expect(signedIn.headers.get('location')).toBe(`${publicUrl}/orders?page=2`)
    const state = await manager.read(visitor.request('/'))
    expect(state).toMatchObject({
      kind: 'active',
      session: {
        user: { sub: 'user-ada', name: 'Ada Byron', roles: ['admin', 'editor'] },
        scopes: expect.arrayContaining(['orders:read']),
      },
    })
    expect(await (await visitor.visit('/auth/session')).json()).toMatchObject({ signedIn: true, user: { sub: 'user-ada' } })
    const out = await visitor.post('/auth/logout', { returnTo: '/bye' })
    const browser = new Browser(issuer.issuer)
    const page = await browser.open(out.headers.get('location')!)
    const back = page.html === '' ? page.url : (await browser.submit(page, { logout: 'yes' })).url
    const gone = await visitor.visit(back)
    expect(gone.headers.get('location')).toBe(`${publicUrl}/bye`)
    expect(visitor.cookies.size).toBe(0)
    expect(await manager.read(visitor.request('/'))).toEqual({ kind: 'none' })
  })

  it('refreshes once however many ask, and every one gets the new tokens', async () => {
    await using manager = createManager({ sessionStore: createStore() })
    const visitor = new Visitor(manager)
    await visitor.signIn(issuer.issuer, issuer.users[0])
    const before = await manager.getAccessToken(visitor.request('/'))
    expect(before.cookies).toEqual([])
    moved = 590
    issuer.clearRequests()
    const request = visitor.request('/')
    const all = await Promise.all(Array.from({ length: 50 }, () => manager.getAccessToken(request)))
    expect(new Set(all.map(({ accessToken }) => accessToken)).size).toBe(1)
    expect(all[0]?.accessToken).not.toBe(before.accessToken)
    expect(issuer.requestCount('token')).toBe(1)
    // A request with the old cookie, later: it adopts what is known.
    expect((await manager.getAccessToken(request)).accessToken).toBe(all[0]?.accessToken)
    expect(issuer.requestCount('token')).toBe(1)
  })

  it('steps up: another sign-in, stronger, with a session id of its own', async () => {
    await using manager = createManager({ sessionStore: createStore() })
    const visitor = new Visitor(manager)
    await visitor.signIn(issuer.issuer, issuer.users[0])
    const before = visitor.request('/')
    const state = await manager.read(before)
    if (state.kind !== 'active') throw new Error('not signed in')
    expect(() => manager.createCheck({ roles: ['admin'], maxAgeSeconds: 300 })(state.session)).not.toThrow()
    const check = manager.createCheck({ acr: 'urn:demo:two-factor' })
    expect(() => check(state.session)).toThrow(expect.objectContaining({ code: 'AUTH_1007', acrValues: ['urn:demo:two-factor'] }))
    const { url, headers } = await manager.startLogin(before, { acrValues: ['urn:demo:two-factor'], maxAgeSeconds: 60, returnTo: '/pay' })
    visitor.keep(headers)
    const browser = new Browser(issuer.issuer)
    const { username, password } = issuer.users[0]
    const page = await browser.submit(await browser.open(url), { username, password, code: demoOneTimeCode, action: 'sign-in' })
    const back = page.html.includes('<form') ? await browser.submit(page, { action: 'allow' }) : page
    expect((await visitor.visit(back.url)).headers.get('location')).toBe(`${publicUrl}/pay`)
    const stronger = await manager.read(visitor.request('/'))
    if (stronger.kind !== 'active') throw new Error('not signed in')
    expect(() => check(stronger.session)).not.toThrow()
    expect((await manager.read(before)).kind).toBe('none')
  })

  it('is bound to the key of this server with DPoP: tokens, refreshes and calls of APIs', async () => {
    const keyPair = await DPoPKeyPair.generate({ now: () => Date.now() })
    const calls: Headers[] = []
    const api: typeof fetch = async (input, init) => {
      if (!(input instanceof Request ? input.url : input.toString()).startsWith('https://api.example/')) return fetch(input, init)
      calls.push(new Headers(init?.headers))
      return new Response('ok')
    }
    const dpop = { enabled: true, keyPair }
    await using manager = createManager({ sessionStore: createStore(), dpop, apiOrigins: ['https://api.example'], fetch: api })
    const visitor = new Visitor(manager)
    await visitor.signIn(issuer.issuer, issuer.users[0])
    const first = await manager.getAccessToken(visitor.request('/'))
    expect([first.tokenType, decodeJwt(first.accessToken)['cnf']]).toEqual(['DPoP', { jkt: keyPair.thumbprint }])
    moved = 590
    const { response, headers } = await manager.fetch(visitor.request('/'), 'https://api.example/orders')
    visitor.keep(headers)
    const second = await manager.getAccessToken(visitor.request('/'))
    expect(response.status).toBe(200)
    expect(second.accessToken).not.toBe(first.accessToken)
    expect(calls.map((sent) => sent.get('authorization'))).toEqual([`DPoP ${second.accessToken}`])
    expect(decodeJwt(calls[0]?.get('dpop') ?? '')).toMatchObject({ htm: 'GET', htu: 'https://api.example/orders' })
    await using other = createManager({ sessionStore: createStore(), dpop: { enabled: true } })
    expect((await other.read(visitor.request('/'))).kind).toBe('none')
  })
})

describe('a sign-out at the real provider', () => {
  it('ends the sessions of this application, too, without the browser (back-channel logout)', async () => {
    const told: number[] = []
    const listener = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk as Buffer)
        const { method = 'GET', headers } = request
        const web = new Request(`${publicUrl}${request.url}`, {
          method,
          headers: headers as Record<string, string>,
          body: Buffer.concat(chunks),
        })
        const answer = await manager.handle(web)
        told.push(answer.status)
        response.writeHead(answer.status).end()
      })()
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const { port } = listener.address() as AddressInfo
    const webBackchannelLogoutUri = `http://127.0.0.1:${port}/auth/backchannel-logout`
    await using own = await startIssuer({ webBackchannelLogoutUri })
    await using manager = createManager({ baseUrl: own.issuer, sessionStore: new MemorySessionStore() })
    const [visitor, other] = [new Visitor(manager), new Visitor(manager)]
    const browser = new Browser(own.issuer)
    const sent = await visitor.visit('/auth/login')
    await visitor.visit(await browser.signIn(sent.headers.get('location')!, own.users[0]))
    await other.signIn(own.issuer, own.users[0])
    expect((await manager.read(visitor.request('/'))).kind).toBe('active')
    const page = await browser.open(`${own.issuer}/session/end?client_id=${own.clients.web.clientId}`)
    await browser.submit(page, { logout: 'yes' })
    await expect.poll(() => told, { interval: 5 }).toEqual([200])
    expect((await manager.read(visitor.request('/'))).kind).toBe('none')
    expect((await manager.read(other.request('/'))).kind).toBe('active')
    listener.closeAllConnections()
    await new Promise((resolve) => listener.close(resolve))
  })
})
