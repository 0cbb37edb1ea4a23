import type { Requirements } from '@auth/tokens/resource-server'
import { beforeEach, describe, expect, it } from 'vitest'
import { createConfig, FakeNext, interrupted } from '../test/fake-next.ts'
import { createNextAuthOn } from './create-next-auth.ts'
import { createTestSession } from './testing/create-test-session.ts'
import { createTestProvider } from './testing/test-provider.ts'

const ada = {
  claims: { sub: 'ada', roles: ['editor'], acr: 'urn:password' },
  scopes: ['openid', 'orders:read'],
  accessTokenTtlSeconds: 600,
}
let config: ReturnType<typeof createConfig>
let cookie: string

beforeEach(async () => {
  const plain = createConfig()
  const { fetch } = await createTestProvider(plain, ada)
  config = createConfig({ fetch, now: plain.now, monotonicNow: plain.monotonicNow })
  config.advance = plain.advance
  cookie = (await createTestSession(config, ada)).cookieHeader
})

/** The guards, in a request with these cookies. */
function inNext(next: FakeNext, more: Partial<typeof config> = {}) {
  return createNextAuthOn(next, { ...config, ...more })
}

describe('protect, in a page', () => {
  it('goes on with the session', async () => {
    const { protect, auth } = inNext(new FakeNext('render', cookie))
    expect((await protect()).user.sub).toBe('ada')
    expect((await protect({ scopes: ['orders:read'], roles: ['editor'], acr: 'urn:password' })).scopes).toContain('orders:read')
    expect((await auth())?.user.sub).toBe('ada')
  })

  it('sends whoever has no session to the sign-in, which comes back to where the proxy says that they are', async () => {
    const next = new FakeNext('render', '', { 'x-auth-return-path': '/orders?page=2' })
    expect(await interrupted(inNext(next).protect())).toBe('redirect https://site.example/auth/login?returnTo=%2Forders%3Fpage%3D2')
    expect(await inNext(next).auth()).toBeUndefined()
  })

  it('is not rendered once for everybody, whoever is signed in', async () => {
    const next = new FakeNext('render')
    next.requestHeaders.delete('host')
    await expect(inNext(next).protect()).rejects.toMatchObject({ code: 'VAL_2002', message: expect.stringContaining('force-static') })
  })

  it('comes back to what the page itself says, first of all', async () => {
    const next = new FakeNext('render', '', { 'x-auth-return-path': '/elsewhere' })
    expect(await interrupted(inNext(next).protect({}, { returnTo: '/here' }))).toMatch(/returnTo=%2Fhere$/)
  })

  it('a cookie that somebody has changed is no session', async () => {
    const next = new FakeNext('render', `${cookie.slice(0, -8)}AAAAAAAA`)
    expect(await interrupted(inNext(next).protect())).toMatch(/^redirect .*\/auth\/login/)
  })

  it('ends with 403 where a scope, a role or a claim is missing', async () => {
    const { protect } = inNext(new FakeNext('render', cookie))
    const missing: readonly Requirements[] = [{ scopes: ['orders:write'] }, { roles: ['admin'] }, { claims: { shop: { equals: 'main' } } }]
    for (const requirements of missing) {
      expect(await interrupted(protect(requirements))).toBe('403')
    }
  })

  it('without authInterrupts, 403 is a page of the application’s choice, else 404', async () => {
    const next = new FakeNext('render', cookie)
    next.hasInterrupts = false
    expect(await interrupted(inNext(next).protect({ roles: ['admin'] }))).toBe('404')
    expect(await interrupted(inNext(next, { forbiddenPath: '/sorry' }).protect({ roles: ['admin'] }))).toBe('redirect /sorry')
  })

  it('leads to a stronger sign-in, or a newer one', async () => {
    const { protect } = inNext(new FakeNext('render', cookie))
    const stronger = new URL((await interrupted(protect({ acr: 'urn:two-factor' }))).replace('redirect ', ''))
    expect([stronger.pathname, stronger.searchParams.get('acr_values')]).toEqual(['/auth/login', 'urn:two-factor'])
    config.advance(120)
    const newer = new URL((await interrupted(protect({ maxAgeSeconds: 60 }))).replace('redirect ', ''))
    expect([newer.pathname, newer.searchParams.get('max_age')]).toEqual(['/auth/login', '60'])
  })

  it('never refreshes: an expired session goes by the refresh route', async () => {
    config.advance(700)
    const next = new FakeNext('render', cookie, { 'x-auth-return-path': '/orders' })
    const before = [...next.jar]
    const url = new URL((await interrupted(inNext(next).protect())).replace('redirect ', ''))
    expect([url.pathname, url.searchParams.get('returnTo')]).toEqual(['/auth/refresh', 'https://site.example/orders'])
    expect([...next.jar]).toEqual(before)
  })

  it('refuses a requirement that there is none of, naming it', async () => {
    const { protect } = inNext(new FakeNext('render', cookie))
    await expect(protect({ role: ['admin'] } as never)).rejects.toMatchObject({ details: { option: 'requirements.role' } })
  })
})

describe('protect, in a server action', () => {
  it('refreshes where it is, and goes on', async () => {
    config.advance(700)
    const next = new FakeNext('action', cookie)
    const before = [...next.jar.values()].join('')
    const { protect } = inNext(next)
    expect((await protect()).user.sub).toBe('ada')
    expect([...next.jar.values()].join('')).not.toBe(before)
    expect((await protect()).user.sub).toBe('ada')
  })

  it('comes back to the page that it was called from, and to no other site', async () => {
    const call = (referer: string) => new FakeNext('action', '', { 'next-action': 'id', referer })
    expect(await interrupted(inNext(call('https://site.example/pay?bill=7')).protect())).toMatch(/returnTo=%2Fpay%3Fbill%3D7$/)
    expect(await interrupted(inNext(call('https://site.example.evil/pay')).protect())).toMatch(/returnTo=%2F$/)
  })

  it('CVE-2026-27978: runs for no other site, nor for one without an origin, whatever Next.js lets through', async () => {
    for (const headers of [
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: 'https://site.example', 'sec-fetch-site': 'same-site' },
    ]) {
      const next = new FakeNext('action', cookie, { 'next-action': '40aa', ...headers })
      await expect(inNext(next).protect(), JSON.stringify(headers)).rejects.toMatchObject({ code: 'AUTH_1010' })
    }
    // A page that sends no referrer posts its own forms with the origin `null`.
    const form = new FakeNext('action', cookie, { origin: 'null', 'sec-fetch-site': 'same-origin' })
    expect((await inNext(form).protect()).user.sub).toBe('ada')
  })

  it('tells an outage of the provider as one', async () => {
    config.advance(700)
    const next = new FakeNext('action', cookie)
    const { protect } = inNext(next, { fetch: () => Promise.reject(new TypeError('fetch failed')) })
    await expect(protect()).rejects.toMatchObject({ httpStatus: 503 })
    expect([...next.jar.keys()].length).toBeGreaterThan(0)
  })
})
