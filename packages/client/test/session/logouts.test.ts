import { beforeEach, describe, expect, it } from 'vitest'
import { MemorySessionStore, type SessionManager } from '../../src/session/index.ts'
import { createSigningPair } from '../hostile-provider.ts'
import { Application, publicUrl } from './application.ts'
import { Visitor } from './visitor.ts'

let app: Application
let store: MemorySessionStore
let manager: SessionManager

beforeEach(async () => {
  app = await Application.create()
  store = new MemorySessionStore({ now: app.now })
  manager = app.createManager({ sessionStore: store })
})

async function kindOf(visitor: Visitor, of: SessionManager = manager): Promise<string> {
  return (await of.read(visitor.request('/'))).kind
}

async function sidOf(visitor: Visitor): Promise<string> {
  const state = await manager.read(visitor.request('/'))
  return state.kind === 'active' ? String(state.session.claims['sid']) : ''
}

describe('a sign-out by the person', () => {
  it('goes to the provider with the ID token and a state, and comes back to where the page wanted', async () => {
    const visitor = await app.createVisitor(manager)
    const response = await visitor.post('/auth/logout', { returnTo: '/bye' })
    expect(response.status).toBe(303)
    const url = new URL(response.headers.get('location')!)
    expect(url.pathname).toBe('/logout')
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: 'web',
      id_token_hint: expect.stringMatching(/^eyJ/),
      post_logout_redirect_uri: `${publicUrl}/auth/signed-out`,
    })
    expect(app.revoked).toHaveLength(1)
    expect(await kindOf(visitor)).toBe('none')
    const back = await visitor.visit(`/auth/signed-out?state=${url.searchParams.get('state')}`)
    expect(back.headers.get('location')).toBe(`${publicUrl}/bye`)
    expect(visitor.cookies.size).toBe(0)
  })

  it.each([['?state=other'], [''], ['?state=a&state=b']])(
    'that comes back with %j goes to the start page, and ends nothing',
    async (query) => {
      const visitor = await app.createVisitor(manager)
      await visitor.post('/auth/logout', { returnTo: '/bye' })
      await app.signIn(visitor)
      const back = await visitor.visit(`/auth/signed-out${query}`)
      expect(back.headers.get('location')).toBe(`${publicUrl}/`)
      expect(await kindOf(visitor)).toBe('active')
    },
  )

  it('without a session goes back at once', async () => {
    const response = await new Visitor(manager).post('/auth/logout', { returnTo: '/bye' })
    expect(response.headers.get('location')).toBe(`${publicUrl}/bye`)
    expect(app.provider.seen).toEqual([])
  })

  it('while the provider is down ends the session all the same', async () => {
    const visitor = await app.createVisitor(manager)
    app.provider.on('/revoke', () => new Response(null, { status: 503 }))
    expect((await visitor.post('/auth/logout')).status).toBe(303)
    expect(await kindOf(visitor)).toBe('none')
    await using cold = app.createManager({ sessionStore: store })
    const other = await app.createVisitor(manager)
    app.provider.on('/.well-known/openid-configuration', () => new Response(null, { status: 503 }))
    const response = await cold.handle(other.request('/auth/logout', { method: 'POST', headers: { origin: publicUrl } }))
    expect(response.headers.get('location')).toBe(`${publicUrl}/`)
    expect(await kindOf(other)).toBe('none')
  })

  it.each([
    ['POST', { 'sec-fetch-site': 'cross-site' }],
    ['POST', { 'sec-fetch-site': 'same-site' }],
    ['POST', { origin: 'https://evil.example' }],
    ['POST', { origin: 'null' }],
    ['POST', {}],
    ['GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['GET', {}],
  ])('CVE-2026-27978: by another site is refused: %s %j', async (method, headers) => {
    const visitor = await app.createVisitor(manager)
    expect((await visitor.visit('/auth/logout', { method, headers })).status).toBe(400)
    expect(await kindOf(visitor)).toBe('active')
  })

  it('by an image that somebody put into a page of the application does nothing', async () => {
    const visitor = await app.createVisitor(manager)
    for (const mode of ['no-cors', 'cors', 'same-origin']) {
      const headers = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': mode }
      expect((await visitor.visit('/auth/logout', { headers })).status).toBe(204)
    }
    expect(await kindOf(visitor)).toBe('active')
  })

  it('by a link of the application works; by its prefetch nothing happens', async () => {
    const visitor = await app.createVisitor(manager)
    const prefetch = { 'sec-fetch-site': 'same-origin', 'sec-purpose': 'prefetch' }
    expect((await visitor.visit('/auth/logout', { headers: prefetch })).status).toBe(204)
    expect(await kindOf(visitor)).toBe('active')
    expect((await visitor.visit('/auth/logout', { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(303)
    expect(await kindOf(visitor)).toBe('none')
  })
})

describe('a sign-out by the provider, behind the browser’s back', () => {
  const event = { 'http://schemas.openid.net/event/backchannel-logout': {} }

  function sign(claims: Record<string, unknown>, header: Record<string, unknown> = { typ: 'logout+jwt' }): Promise<string> {
    const seconds = Math.floor(app.now() / 1000)
    const base = { nonce: undefined, sub: undefined, jti: crypto.randomUUID(), events: event, iat: seconds, exp: seconds + 120 }
    return app.provider.sign({ ...base, ...claims }, header)
  }

  function post(logoutToken: string, to: SessionManager = manager): Promise<Response> {
    const body = new URLSearchParams({ logout_token: logoutToken })
    return to.handle(new Request(`${publicUrl}/auth/backchannel-logout`, { method: 'POST', body }))
  }

  it('ends the session that it names, and no other one', async () => {
    const [one, two] = [await app.createVisitor(manager), await app.createVisitor(manager)]
    const response = await post(await sign({ sid: await sidOf(one) }))
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    expect([await kindOf(one), await kindOf(two)]).toEqual(['none', 'active'])
  })

  it('ends all sessions of a person, and nobody else’s', async () => {
    const [one, two, other] = [
      await app.createVisitor(manager),
      await app.createVisitor(manager),
      await app.createVisitor(manager, 'linus'),
    ]
    expect((await post(await sign({ sub: 'ada' }))).status).toBe(200)
    expect([await kindOf(one), await kindOf(two), await kindOf(other)]).toEqual(['none', 'none', 'active'])
  })

  it('that names both ends the session only where both fit', async () => {
    const visitor = await app.createVisitor(manager)
    await post(await sign({ sub: 'linus', sid: await sidOf(visitor) }))
    expect(await kindOf(visitor)).toBe('active')
    await post(await sign({ sub: 'ada', sid: await sidOf(visitor) }))
    expect(await kindOf(visitor)).toBe('none')
  })

  it('is taken once: a replay does not end a later session', async () => {
    const token = await sign({ sub: 'ada' })
    expect((await post(token)).status).toBe(200)
    const later = await app.createVisitor(manager)
    expect((await post(token)).status).toBe(400)
    expect(await kindOf(later)).toBe('active')
  })

  it('wins over a refresh that is under way', async () => {
    const visitor = await app.createVisitor(manager)
    const sid = await sidOf(visitor)
    app.moved = 601
    const asked = Promise.withResolvers<void>()
    const barrier = Promise.withResolvers<void>()
    app.beforeRefresh = async () => {
      asked.resolve()
      await barrier.promise
    }
    const refreshing = manager.update(visitor.request('/'))
    await asked.promise
    expect((await post(await sign({ sid }))).status).toBe(200)
    barrier.resolve()
    expect((await refreshing).state.kind).toBe('none')
    expect(await kindOf(visitor)).toBe('none')
  })

  it('CVE-2019-10157: a forged one ends nothing', async () => {
    const visitor = await app.createVisitor(manager)
    const stranger = await createSigningPair('ES256')
    const good = { sub: 'ada' }
    const bad: Record<string, string> = {
      'another key': await app.provider.sign({ nonce: undefined, jti: '1', events: event, ...good }, { typ: 'logout+jwt' }, stranger),
      'no signature': app.provider.unsigned({ nonce: undefined, jti: '2', events: event, ...good }),
      'the client secret': await app.provider.signBySecret({ nonce: undefined, jti: '3', events: event, ...good }),
      'another issuer': await sign({ ...good, iss: 'https://other.example' }),
      'another audience': await sign({ ...good, aud: 'other' }),
      'no event': await sign({ ...good, events: {} }),
      'a wrong event': await sign({ ...good, events: { other: {} } }),
      'a nonce': await sign({ ...good, nonce: 'n' }),
      'no jti': await sign({ ...good, jti: undefined }),
      'nobody named': await sign({}),
      'an ID token': await app.provider.sign({ sub: 'ada' }),
      expired: await sign({ ...good, iat: 1000, exp: 2000 }),
      garbage: 'garbage',
      nothing: '',
    }
    for (const [what, token] of Object.entries(bad)) {
      const response = await post(token)
      expect(response.status, what).toBe(400)
      expect(await response.json(), what).toMatchObject({ error: 'invalid_request' })
      expect(response.headers.get('cache-control')).toBe('private, no-store')
    }
    expect(await kindOf(visitor)).toBe('active')
  })

  it('that cannot be judged now, or kept, is a 503: the provider tries again', async () => {
    const visitor = await app.createVisitor(manager)
    const token = await sign({ sub: 'ada' })
    await using cold = app.createManager({ sessionStore: store })
    app.provider.on('/jwks', () => new Response(null, { status: 503 }))
    expect((await post(token, cold)).status).toBe(503)
    app.provider.answers.delete('/jwks')
    const claim = store.claim.bind(store)
    store.claim = () => Promise.reject(new Error('store down'))
    expect((await post(token)).status).toBe(503)
    store.claim = claim
    expect(await kindOf(visitor)).toBe('active')
    expect((await post(token)).status).toBe(200)
    expect(await kindOf(visitor)).toBe('none')
  })

  it('that the store took note of and then failed to keep is not lost: the provider’s next attempt counts', async () => {
    const visitor = await app.createVisitor(manager)
    const token = await sign({ sub: 'ada' })
    const deleteMatching = store.deleteMatching.bind(store)
    store.deleteMatching = () => {
      throw new Error('store down')
    }
    expect((await post(token)).status).toBe(503)
    store.deleteMatching = deleteMatching
    expect(await kindOf(visitor)).toBe('active')
    expect((await post(token)).status).toBe(200)
    expect(await kindOf(visitor)).toBe('none')
    expect((await post(token)).status).toBe(400)
  })

  it('has no route where sessions are in cookies: they cannot be ended from there', async () => {
    await using stateless = app.createManager()
    const visitor = await app.createVisitor(stateless)
    expect((await post(await sign({ sub: 'ada' }), stateless)).status).toBe(404)
    expect(await kindOf(visitor, stateless)).toBe('active')
  })

  it('is not read from a body that has no end, or from another method', async () => {
    expect((await post('x'.repeat(200_000))).status).toBe(400)
    expect((await manager.handle(new Request(`${publicUrl}/auth/backchannel-logout`))).status).toBe(405)
  })
})

describe('a sign-out by the provider, in a frame', () => {
  const url = (sid: string, iss = 'https://as.example'): string =>
    `${publicUrl}/auth/frontchannel-logout?${String(new URLSearchParams({ iss, sid }))}`

  it('ends the session that it names, without a cookie where there is a store', async () => {
    const [one, two] = [await app.createVisitor(manager), await app.createVisitor(manager)]
    const response = await manager.handle(new Request(url(await sidOf(one))))
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(response.headers.get('content-security-policy')).toContain('frame-ancestors https://as.example')
    expect([await kindOf(one), await kindOf(two)]).toEqual(['none', 'active'])
  })

  it('ends the session in the cookie that comes along, if it is that one', async () => {
    await using stateless = app.createManager()
    const visitor = await app.createVisitor(stateless)
    const state = await stateless.read(visitor.request('/'))
    const sid = state.kind === 'active' ? String(state.session.claims['sid']) : ''
    await visitor.visit(url('another'))
    expect(await kindOf(visitor, stateless)).toBe('active')
    const request = visitor.request('/')
    await visitor.visit(url(sid))
    expect(visitor.cookies.size).toBe(0)
    expect((await stateless.read(request)).kind).toBe('none')
  })

  it.each([
    ['another provider', 'sid', 'https://other.example'],
    ['no sid', '', 'https://as.example'],
  ])('that names %s is refused', async (_, sid, iss) => {
    expect((await manager.handle(new Request(url(sid, iss)))).status).toBe(400)
  })
})
