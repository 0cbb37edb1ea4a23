import { type Issuer, startIssuer } from 'issuer'
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
    await using manager = createManager({ sessionStore: createStore(), loginParameters: {} })
    const visitor = new Visitor(manager)
    await visitor.signIn(issuer.issuer, issuer.users[0])
    const check = manager.createCheck({ roles: ['admin'], maxAgeSeconds: 300 })
    const state = await manager.read(visitor.request('/'))
    if (state.kind !== 'active') throw new Error('not signed in')
    expect(() => check(state.session)).not.toThrow()
    expect(() => manager.createCheck({ acr: 'urn:demo:two-factor' })(state.session)).toThrow(
      expect.objectContaining({ code: 'AUTH_1007', acrValues: ['urn:demo:two-factor'] }),
    )
    const { url } = await manager.startLogin(visitor.request('/'), { acrValues: ['urn:demo:two-factor'], maxAgeSeconds: 60 })
    expect(new URL(url).searchParams.get('acr_values')).toBe('urn:demo:two-factor')
    expect(new URL(url).searchParams.get('max_age')).toBe('60')
  })
})
