import { MemorySessionStore } from '@auth/client/session'
import { beforeEach, describe, expect, it } from 'vitest'
import { createConfig, FakeNext, interrupted } from '../test/fake-next.ts'
import { createNextAuthOn } from './create-next-auth.ts'
import { createTestSession } from './testing/create-test-session.ts'
import { createTestProvider } from './testing/test-provider.ts'

let config: ReturnType<typeof createConfig>

beforeEach(async () => {
  const plain = createConfig({ sessionStore: new MemorySessionStore() })
  config = { ...plain, fetch: (await createTestProvider(plain, {})).fetch }
})

const signIn = async (sub: string): Promise<string> => (await createTestSession(config, { claims: { sub } })).cookieHeader
const at = (next: FakeNext) => createNextAuthOn(next, config)
const isSignedIn = async (cookie: string): Promise<boolean> => (await at(new FakeNext('render', cookie)).auth()) !== undefined

describe('signOut', () => {
  it('ends this session, whose cookie is worth nothing afterwards, and no other', async () => {
    const [here, there] = [await signIn('ada'), await signIn('ada')]
    const next = new FakeNext('action', here)
    await interrupted(at(next).signOut())
    expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([false, true])
    expect([...next.jar.keys()].some((name) => here.startsWith(`${name}=`))).toBe(false)
  })

  it('everywhere, ends every session of the person, and nobody else’s', async () => {
    const [here, there, linus] = [await signIn('ada'), await signIn('ada'), await signIn('linus')]
    await interrupted(at(new FakeNext('action', here)).signOut({ everywhere: true }))
    expect([await isSignedIn(here), await isSignedIn(there), await isSignedIn(linus)]).toEqual([false, false, true])
  })

  it('everywhere, leads to the provider as any sign-out does', async () => {
    const plain = createConfig({ sessionStore: new MemorySessionStore() })
    const provider = await createTestProvider(plain, {})
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const response = await provider.fetch(input, init)
      if (!String(input instanceof Request ? input.url : input).includes('/.well-known/')) return response
      return Response.json({ ...((await response.json()) as object), end_session_endpoint: 'https://as.example/logout' })
    }
    config = { ...plain, fetch }
    const next = new FakeNext('action', await signIn('ada'))
    expect(await interrupted(at(next).signOut({ everywhere: true }))).toMatch(/^redirect https:\/\/as\.example\/logout\?/)
  })

  it('everywhere, with nobody signed in, ends nothing', async () => {
    const linus = await signIn('linus')
    await interrupted(at(new FakeNext('action')).signOut({ everywhere: true }))
    expect(await isSignedIn(linus)).toBe(true)
  })

  it('everywhere, without a store, is refused, naming it', async () => {
    const { signOut } = createNextAuthOn(new FakeNext('action'), createConfig())
    await expect(signOut({ everywhere: true })).rejects.toMatchObject({ details: { option: 'sessionStore' } })
    await expect(signOut({ everywhere: 'yes' as never })).rejects.toMatchObject({ details: { option: 'everywhere' } })
  })
})
