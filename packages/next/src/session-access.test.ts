import { beforeEach, describe, expect, it } from 'vitest'
import { createConfig, FakeNext, interrupted } from '../test/fake-next.ts'
import { createNextAuthOn } from './create-next-auth.ts'
import { createTestSession } from './testing/create-test-session.ts'
import { createTestProvider } from './testing/test-provider.ts'

const api = 'https://api.example'
let config: ReturnType<typeof createConfig>
let cookie: string
/** What the API was sent. */
let sent: string[]
/** What the API takes for good. */
let good: string

beforeEach(async () => {
  const plain = createConfig({ apiOrigins: [api] })
  const provider = await createTestProvider(plain, { accessToken: 'new-token', accessTokenTtlSeconds: 600 })
  sent = []
  good = 'old-token'
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    if (!request.url.startsWith(api)) return provider.fetch(request)
    const authorization = request.headers.get('authorization') ?? ''
    sent.push(authorization)
    return new Response(await request.text(), { status: authorization === `Bearer ${good}` ? 200 : 401 })
  }
  config = { ...plain, fetch }
  cookie = (await createTestSession(plain, { accessToken: 'old-token', accessTokenTtlSeconds: 600 })).cookieHeader
})

const at = (next: FakeNext) => createNextAuthOn(next, config)

describe('getAccessToken', () => {
  it('gives the token of whoever is signed in, and neither cookies nor headers', async () => {
    expect(await at(new FakeNext('render', cookie)).getAccessToken()).toEqual({
      accessToken: 'old-token',
      tokenType: 'Bearer',
      expiresAt: expect.any(Number),
      scopes: ['openid'],
    })
  })

  it('rejects when nobody is signed in', async () => {
    await expect(at(new FakeNext('render')).getAccessToken()).rejects.toMatchObject({ code: 'AUTH_1009' })
  })

  it('refreshes an expired token where cookies can be set, and goes by the refresh route where they cannot', async () => {
    config.advance(700)
    const action = new FakeNext('action', cookie)
    expect((await at(action).getAccessToken()).accessToken).toBe('new-token')
    expect((await at(new FakeNext('render', [...action.jar].map((pair) => pair.join('=')).join('; '))).getAccessToken()).accessToken).toBe(
      'new-token',
    )
    const page = new FakeNext('render', cookie, { 'x-auth-return-path': '/orders' })
    const url = new URL((await interrupted(at(page).getAccessToken())).replace('redirect ', ''))
    expect([url.pathname, url.searchParams.get('returnTo')]).toEqual(['/auth/refresh', 'https://site.example/orders'])
  })
})

describe('fetch', () => {
  it('calls an API of apiOrigins with the token, and no other', async () => {
    const { fetch } = at(new FakeNext('render', cookie))
    expect(await (await fetch(`${api}/orders`, { method: 'POST', body: 'one bowl' })).text()).toBe('one bowl')
    await expect(fetch('https://evil.example/orders')).rejects.toMatchObject({ code: expect.stringMatching(/^VAL_/) })
    expect(sent).toEqual(['Bearer old-token'])
  })

  it('replaces a token that the API refuses before its time, where cookies can be set', async () => {
    good = 'new-token'
    const action = new FakeNext('action', cookie)
    const response = await at(action).fetch(`${api}/orders`, { method: 'POST', body: 'one bowl' })
    expect([response.status, await response.text(), sent.at(-1)]).toEqual([200, 'one bowl', 'Bearer new-token'])
    expect([...action.jar].map((pair) => pair.join('=')).join('; ')).not.toBe(cookie)
    expect((await at(new FakeNext('render', cookie)).fetch(`${api}/orders`)).status).toBe(401)
  })

  it('sends a body that streams once', async () => {
    good = 'new-token'
    const body = new Blob(['one bowl']).stream()
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit
    expect((await at(new FakeNext('action', cookie)).fetch(`${api}/orders`, init)).status).toBe(401)
    expect(sent).toHaveLength(1)
  })
})
