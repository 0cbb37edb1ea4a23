import { createTestIssuer } from '@auth/tokens/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { createConfig, FakeNext } from '../test/fake-next.ts'
import { createNextAuthOn } from './create-next-auth.ts'
import type { NextPlatform } from './next-platform.ts'
import { createTestSession } from './testing/create-test-session.ts'

const url = 'https://site.example/api/orders'
const api = { audience: 'https://site.example/api' }
let config: ReturnType<typeof createConfig>
let cookie: string
let sign: (claims?: object) => Promise<string>

beforeEach(async () => {
  const issuer = await createTestIssuer({ issuer: 'https://as.example', audience: api.audience })
  sign = (claims = {}) => issuer.sign({ sub: 'robot', ...claims })
  config = createConfig({ resourceServer: { ...api, fetch: issuer.fetch } })
  cookie = (await createTestSession(config, { claims: { sub: 'ada' }, scopes: ['openid', 'orders:read'] })).cookieHeader
})

/** Outside of Next.js, as where a test calls a handler. */
const nowhere: NextPlatform = Object.assign(new FakeNext('action'), {
  cookies: () => Promise.reject(new Error('`cookies` was called outside a request scope')),
})

function guarded(platform: NextPlatform = nowhere, options: typeof config = config) {
  let runs = 0
  const { protect } = createNextAuthOn(platform, options)
  const GET = protect<{ params: Promise<{ id: string }> }>(
    async (_request, { auth, params }) => {
      runs += 1
      return Response.json({ via: auth.via, sub: auth.claims.sub, ...(await params) }, { status: 201 })
    },
    { scopes: ['orders:read'] },
  )
  const ask = (headers: Record<string, string>, method = 'GET') =>
    GET(new Request(url, { method, headers }), { params: Promise.resolve({ id: '7' }) })
  return { ask, getRuns: () => runs }
}

describe('protect, around a route handler', () => {
  it('runs the handler for a session, with what Next.js gave it and who calls', async () => {
    const response = await guarded().ask({ cookie })
    expect([response.status, await response.json()]).toEqual([201, { via: 'session', sub: 'ada', id: '7' }])
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(response.headers.get('vary')).toMatch(/cookie/i)
  })

  it('is not run once for everybody by Next.js', async () => {
    const next = new FakeNext('action')
    next.requestHeaders.delete('host')
    const { ask, getRuns } = guarded(next)
    await expect(ask({})).rejects.toMatchObject({ code: 'VAL_2002', message: expect.stringContaining('force-static') })
    expect(getRuns()).toBe(0)
  })

  it('runs it for an access token of a program', async () => {
    const response = await guarded().ask({ authorization: `Bearer ${await sign({ scope: 'orders:read' })}` })
    expect([response.status, await response.json()]).toEqual([201, { via: 'token', sub: 'robot', id: '7' }])
  })

  it.each([
    ['nothing', async () => ({}), 401, 'AUTH_1005'],
    ['a session of another secret', async () => ({ cookie: `${cookie.slice(0, -6)}AAAAAA` }), 401, 'AUTH_1005'],
    ['an expired token', async () => ({ authorization: `Bearer ${await sign({ exp: 1 })}` }), 401, 'AUTH_1001'],
    ['a token for another API', async () => ({ authorization: `Bearer ${await sign({ aud: 'other' })}` }), 401, 'AUTH_1002'],
    ['a token without the scope', async () => ({ authorization: `Bearer ${await sign()}` }), 403, 'AUTH_1006'],
    ['a bad token beside a good session', async () => ({ cookie, authorization: 'Bearer e30.e30.x' }), 401, 'AUTH_1002'],
  ])('answers %s without running it', async (_, headers, status, code) => {
    const { ask, getRuns } = guarded()
    const response = await ask(await headers())
    expect([response.status, ((await response.json()) as { code: string }).code, getRuns()]).toEqual([status, code, 0])
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })

  it('answers a session without the scope with 403', async () => {
    const { cookieHeader } = await createTestSession(config, { scopes: ['openid'] })
    const { ask, getRuns } = guarded()
    expect([(await ask({ cookie: cookieHeader })).status, getRuns()]).toEqual([403, 0])
  })

  it('takes no token where the option resourceServer is left out', async () => {
    const { ask, getRuns } = guarded(nowhere, createConfig({ resourceServer: undefined }))
    const authorization = `Bearer ${await sign({ scope: 'orders:read' })}`
    expect([(await ask({ authorization })).status, (await ask({ cookie })).status]).toEqual([401, 201])
    // Nor passes it over, for the session that is there.
    for (const other of [authorization, 'Basic eDp5', '']) expect((await ask({ cookie, authorization: other })).status, other).toBe(401)
    expect(getRuns()).toBe(1)
  })

  it('CVE-2026-27978: lets no other site change anything, nor one without an origin', async () => {
    const { ask } = guarded()
    expect((await ask({ cookie, 'sec-fetch-site': 'cross-site' }, 'POST')).status).toBe(403)
    expect((await ask({ cookie, origin: 'null' }, 'POST')).status).toBe(403)
    expect((await ask({ cookie }, 'DELETE')).status).toBe(403)
    expect((await ask({ cookie, origin: 'https://site.example' }, 'POST')).status).toBe(201)
  })

  it('an outage is 503 with Retry-After', async () => {
    const down = createConfig({ ...config, resourceServer: { ...api, fetch: () => Promise.reject(new TypeError('fetch failed')) } })
    const response = await guarded(nowhere, down).ask({ authorization: `Bearer ${await sign({ scope: 'orders:read' })}` })
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)])
  })

  it('sets new cookies where Next.js adds them, so that what runs later reads them, and nowhere twice', async () => {
    const { cookieHeader } = await createTestSession(createConfig({ secret: 'an-older-secret-of-thirty-two-characters' }), {
      scopes: ['orders:read'],
    })
    const rotated = createConfig({ secret: [config.secret as string, 'an-older-secret-of-thirty-two-characters'] })
    const next = new FakeNext('action', cookieHeader)
    const response = await guarded(next, rotated).ask({ cookie: cookieHeader })
    expect([response.status, response.headers.getSetCookie()]).toEqual([201, []])
    expect([...next.jar.values()].join('')).not.toBe(cookieHeader.replace(/^[^=]+=/, ''))
    const outside = await guarded(nowhere, rotated).ask({ cookie: cookieHeader })
    expect(outside.headers.getSetCookie()).toHaveLength(1)
  })

  it('leaves what Next.js throws to find out whether a route is dynamic to Next.js', async () => {
    const dynamic = Object.assign(new Error('dynamic'), { digest: 'DYNAMIC_SERVER_USAGE' })
    const platform = Object.assign(new FakeNext('action'), { cookies: () => Promise.reject(dynamic) })
    await expect(guarded(platform).ask({ cookie })).rejects.toBe(dynamic)
  })

  it('refuses a requirement that there is none of when the guard is made, naming it', () => {
    const { protect } = createNextAuthOn(nowhere, () => Promise.reject(new Error('not asked for')))
    for (const [requirements, option] of [
      [{ scope: ['orders:read'] }, 'requirements.scope'],
      [{ introspect: true }, 'requirements.introspect'],
    ] as const) {
      expect(() => protect(() => new Response(), requirements as never)).toThrow(expect.objectContaining({ details: { option } }))
    }
  })

  it('leaves what the handler throws to Next.js, and what it says of caching when that is private', async () => {
    const { protect } = createNextAuthOn(nowhere, config)
    const thrown = new Error('NEXT_REDIRECT')
    const request = new Request(url, { headers: { cookie } })
    await expect(protect(() => Promise.reject(thrown))(request, {})).rejects.toBe(thrown)
    const caching = async (value: string) => {
      const response = await protect(() => new Response('', { headers: { 'cache-control': value } }))(request, {})
      return response.headers.get('cache-control')
    }
    expect([await caching('private, max-age=60'), await caching('public, max-age=60')]).toEqual([
      'private, max-age=60',
      'private, no-store',
    ])
  })
})
