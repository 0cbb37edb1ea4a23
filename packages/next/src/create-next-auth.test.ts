import { beforeAll, describe, expect, it } from 'vitest'
import { createConfig, FakeNext, interrupted } from '../test/fake-next.ts'
import { createNextAuth, createNextAuthOn } from './create-next-auth.ts'
import { createTestSession } from './testing/create-test-session.ts'
import { createTestProvider } from './testing/test-provider.ts'

let config: ReturnType<typeof createConfig>
let cookie: string

beforeAll(async () => {
  const plain = createConfig()
  config = { ...plain, fetch: (await createTestProvider(plain, {})).fetch }
  cookie = (await createTestSession(config)).cookieHeader
})

describe('createNextAuth', () => {
  it('refuses bad options at once, naming them', () => {
    expect(() => createNextAuth(createConfig({ publicUrl: 'site.example' }))).toThrow(expect.objectContaining({ code: 'VAL_2002' }))
    expect(() => createNextAuth(createConfig({ resourceServer: { audience: '' } }))).toThrow(expect.objectContaining({ code: 'VAL_2002' }))
  })

  it('outside of a request, nothing is anybody’s', async () => {
    const { auth, protect } = createNextAuth(config)
    await expect(auth()).rejects.toThrow(/request/)
    await expect(protect()).rejects.toThrow(/request/)
  })

  it('its handlers serve the routes of the session', async () => {
    const { handlers } = createNextAuth(config)
    const response = await handlers.GET(new Request('http://localhost:3000/auth/session', { headers: { cookie } }))
    expect(await response.json()).toMatchObject({ signedIn: true, user: { sub: 'test-user' } })
    expect((await handlers.GET(new Request('http://localhost:3000/auth/elsewhere'))).status).toBe(404)
  })

  it('serves users in parallel, each with their own session', async () => {
    const people = Array.from({ length: 20 }, (_, index) => `person-${index}`)
    const cookies = await Promise.all(people.map(async (sub) => (await createTestSession(config, { claims: { sub } })).cookieHeader))
    const seen = await Promise.all(
      cookies.map(async (header) => (await createNextAuthOn(new FakeNext('render', header), config).auth())?.user.sub),
    )
    expect(seen).toEqual(people)
  })
})

describe('signIn and signOut', () => {
  it('signIn sets the login’s cookie and leads to the provider', async () => {
    const next = new FakeNext('action', '', { origin: 'https://site.example', referer: 'https://site.example/shop' })
    const url = new URL((await interrupted(createNextAuthOn(next, config).signIn({ loginHint: 'ada' }))).replace('redirect ', ''))
    expect([url.origin, url.searchParams.get('login_hint')]).toEqual(['https://as.example', 'ada'])
    expect(next.jar.size).toBe(1)
  })

  it('signOut ends the session', async () => {
    const next = new FakeNext('action', cookie)
    await interrupted(createNextAuthOn(next, config).signOut())
    expect([...next.jar.keys()].filter((name) => cookie.startsWith(name))).toEqual([])
  })
})
