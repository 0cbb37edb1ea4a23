import { NextRequest } from 'next/server.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { createConfig, FakeNext } from '../test/fake-next.ts'
import { createNextAuthOn } from './create-next-auth.ts'
import { createTestSession } from './testing/create-test-session.ts'
import { createTestProvider } from './testing/test-provider.ts'

const navigation = { 'sec-fetch-mode': 'navigate', accept: 'text/html' }
let config: ReturnType<typeof createConfig>
let cookie: string

beforeEach(async () => {
  const plain = createConfig({ signInPaths: ['/orders'] })
  const { fetch } = await createTestProvider(plain, { accessTokenTtlSeconds: 600 })
  config = { ...plain, fetch }
  cookie = (await createTestSession(config, { accessTokenTtlSeconds: 600 })).cookieHeader
})

async function pass(path: string, headers: Record<string, string> = {}, options = config) {
  const { proxy } = createNextAuthOn(new FakeNext('render'), options)
  const response = await proxy(new NextRequest(`http://localhost:3000${path}`, { headers }))
  const forwarded = (name: string): string | null => response.headers.get(`x-middleware-request-${name}`)
  return { response, forwarded, location: response.headers.get('location') }
}

describe('proxy', () => {
  it('sends whoever navigates to a listed path without a session to the sign-in, by the public address', async () => {
    for (const path of ['/orders', '/orders/7?x=1']) {
      const { location } = await pass(path, navigation)
      expect(location).toBe(`https://site.example/auth/login?${new URLSearchParams({ returnTo: path })}`)
    }
  })

  it('CVE-2025-48947: no cache may keep that somebody was sent to the sign-in, and send those there who are signed in', async () => {
    const { response } = await pass('/orders', navigation)
    expect(response.status).toBe(307)
    expect([response.headers.get('cache-control'), response.headers.get('vary')]).toEqual(['private, no-store', 'Cookie'])
  })

  it('sends nobody from the routes of the session to the sign-in, also with the slash that Next.js may add', async () => {
    for (const path of ['/auth/login', '/auth/login/', '/auth/callback/?code=1']) {
      const { location, forwarded } = await pass(path, navigation, { ...config, signInPaths: ['/'] })
      expect([path, location, forwarded('x-auth-return-path')]).toEqual([path, null, null])
    }
  })

  it('comes back below the basePath that Next.js has cut off', async () => {
    const shop = { ...config, publicUrl: 'https://site.example/shop' }
    const { proxy } = createNextAuthOn(new FakeNext('render'), shop)
    const request = new NextRequest('http://localhost:3000/shop/orders?x=1', { headers: navigation, nextConfig: { basePath: '/shop' } })
    const returnTo = '/shop/orders?x=1'
    expect((await proxy(request)).headers.get('location')).toBe(`https://site.example/shop/auth/login?${new URLSearchParams({ returnTo })}`)
  })

  it.each([
    ['another path', '/ordersandmore', navigation],
    ['a request of Next’s router', '/orders', { 'sec-fetch-mode': 'cors' }],
    ['a prefetch', '/orders', { ...navigation, 'sec-purpose': 'prefetch' }],
    ['an older browser’s script', '/orders', { accept: '*/*' }],
  ])('sends nobody anywhere for %s: the guard decides', async (_, path, headers) => {
    expect((await pass(path, headers)).location).toBeNull()
  })

  it('CVE-2024-29901: tells pages where they are, and believes nobody else who says so', async () => {
    const { forwarded } = await pass('/profile?tab=2', { ...navigation, 'x-auth-return-path': '//evil.example' })
    expect(forwarded('x-auth-return-path')).toBe('/profile?tab=2')
    const own = await pass('/auth/login', { 'x-auth-return-path': '//evil.example' })
    expect(own.forwarded('x-auth-return-path')).toBeNull()
  })

  it('refreshes what is due, for the browser and for the page that is rendered now', async () => {
    config.advance(590)
    const { response, forwarded } = await pass('/orders', { ...navigation, cookie })
    const [set = ''] = response.headers.getSetCookie()
    expect(forwarded('cookie')).toBe(set.split(';')[0])
    expect(forwarded('cookie')).not.toBe(cookie)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })

  it('leaves what nobody is signed in to as it is: others may keep it', async () => {
    const { response } = await pass('/', navigation)
    expect([response.headers.get('cache-control'), response.headers.getSetCookie()]).toEqual([null, []])
  })

  it('forgets a session that has ended: in the browser, and in the page that is rendered now', async () => {
    const tampered = `${cookie.slice(0, -8)}AAAAAAAA`
    const { response, forwarded } = await pass('/', { ...navigation, cookie: `${tampered}; theme=dark` })
    expect(response.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=0')])
    expect(forwarded('cookie')).toBe('theme=dark')
  })

  it('an outage holds nobody up: the guards tell it', async () => {
    config.advance(700)
    const down = { ...config, fetch: () => Promise.reject(new TypeError('fetch failed')) }
    const { response, location } = await pass('/orders', { ...navigation, cookie }, down)
    expect([response.status, location, response.headers.getSetCookie()]).toEqual([200, null, []])
  })

  it('a refresh that the provider refuses, the client itself being unknown to it, breaks no page: the guards tell it', async () => {
    config.advance(700)
    const { fetch } = config
    const refusing: typeof fetch = async (input, init) =>
      new Request(input).url.endsWith('/token') ? Response.json({ error: 'invalid_client' }, { status: 401 }) : fetch!(input, init)
    const { response, location } = await pass('/', { ...navigation, cookie }, { ...config, fetch: refusing })
    expect([response.status, location, response.headers.getSetCookie()]).toEqual([200, null, []])
  })

  it('CVE-2025-57822: hands on no header of the request in its answer', async () => {
    const { response } = await pass('/profile', { ...navigation, cookie, 'x-secret': 'of the request' })
    const answered = [...response.headers].filter(([name]) => !name.startsWith('x-middleware-'))
    expect(answered.map(([name]) => name)).not.toContain('x-secret')
    expect(response.headers.get('x-auth-return-path')).toBeNull()
  })

  it('does nothing about files of the build', async () => {
    expect((await pass('/_next/static/x.js', { cookie })).response.headers.get('cache-control')).toBeNull()
  })
})
