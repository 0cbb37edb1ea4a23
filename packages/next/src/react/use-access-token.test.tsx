import { type ReactNode, useState } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AuthContext, type AuthContextValue } from './auth-context.ts'
import { AuthProvider } from './auth-provider.tsx'
import type { AuthState } from './auth-state.ts'
import { useAccessToken } from './use-access-token.ts'

afterEach(() => vi.unstubAllGlobals())

/** The function that the hook gives, and what is asked by it. */
function inProvider(answer: () => Promise<Response>) {
  let getAccessToken: ReturnType<typeof useAccessToken> | undefined
  function Spy(): ReactNode {
    getAccessToken = useAccessToken()
    return null
  }
  renderToString(
    <AuthProvider routesPath="/shop/auth">
      <Spy />
    </AuthProvider>,
  )
  const fetch = vi.fn(answer)
  vi.stubGlobal('fetch', fetch)
  return { getAccessToken: getAccessToken!, fetch }
}

const now = () => Math.floor(Date.now() / 1000)
let number = 0
const token = async (seconds = 600) =>
  Response.json({ accessToken: `token-${(number += 1)}`, tokenType: 'Bearer', scopes: [], expiresAt: now() + seconds })

describe('useAccessToken', () => {
  it('asks once, however many want it, and keeps it while it is good', async () => {
    const { getAccessToken, fetch } = inProvider(() => token())
    const [one, other] = await Promise.all([getAccessToken(), getAccessToken(), getAccessToken()])
    expect([other, await getAccessToken()]).toEqual([one, one])
    expect(fetch).toHaveBeenCalledExactlyOnceWith('/shop/auth/access-token', expect.objectContaining({ method: 'POST' }))
  })

  it('asks again, once, when it is about to expire, and after a failure', async () => {
    const { getAccessToken, fetch } = inProvider(() => token(20))
    await getAccessToken()
    const [one, other] = await Promise.all([getAccessToken(), getAccessToken()])
    expect([one === other || one.accessToken === other.accessToken, fetch.mock.calls.length]).toEqual([true, 2])
    fetch.mockImplementationOnce(() => Promise.reject(new TypeError('Failed to fetch')))
    await expect(getAccessToken()).rejects.toMatchObject({ code: 'SRV_5002' })
    fetch.mockImplementation(() => token())
    expect((await getAccessToken()).accessToken).toBe(`token-${number}`)
  })

  it('asks for a proof for each call that is named', async () => {
    const { getAccessToken, fetch } = inProvider(async () => Response.json({ accessToken: 't', tokenType: 'DPoP', scopes: [], proof: 'p' }))
    const call = { method: 'GET', url: 'https://api.example/orders' }
    expect([(await getAccessToken(call)).proof, (await getAccessToken(call)).proof]).toEqual(['p', 'p'])
    expect(fetch).toHaveBeenCalledTimes(2)
    expect(fetch).toHaveBeenLastCalledWith('/shop/auth/access-token', expect.objectContaining({ body: JSON.stringify(call) }))
  })

  it('tells that nobody is signed in from that none is to be had', async () => {
    const signedOut = inProvider(async () => new Response(null, { status: 401 }))
    await expect(signedOut.getAccessToken()).rejects.toMatchObject({ code: 'AUTH_1009' })
    const off = inProvider(async () => new Response(null, { status: 404 }))
    await expect(off.getAccessToken()).rejects.toMatchObject({ code: 'SRV_5002' })
    const elsewhere = inProvider(async () => new Response('<title>Sign in</title>'))
    await expect(elsewhere.getAccessToken()).rejects.toMatchObject({ code: 'SRV_5002' })
  })

  const signedIn = (sub: string) => ({ user: { sub }, scopes: [], expiresAt: 0 })

  it('never gives the token of whoever was signed in before', async () => {
    const [ada, again, bob, nobody] = await giveTokens([
      { state: { status: 'signedIn', ...signedIn('ada') } },
      { state: { status: 'signedIn', ...signedIn('ada') } },
      { state: { status: 'signedIn', ...signedIn('bob') } },
      { state: { status: 'signedOut' } },
    ])
    expect(again).toBe(ada)
    expect(new Set([ada, bob, nobody]).size).toBe(3)
  })

  it('nor where only the server has told who is signed in, each time that a page was rendered', async () => {
    const ada = { session: signedIn('ada') }
    const [first, again, bob, nobody] = await giveTokens([
      { initial: ada },
      { initial: ada },
      { initial: { session: Promise.resolve(signedIn('bob')) } },
      { initial: { session: undefined } },
    ])
    expect(again).toBe(first)
    expect(new Set([first, bob, nobody]).size).toBe(3)
  })
})

type Known = Pick<AuthContextValue, 'initial'> & { readonly state?: AuthState }

/** The tokens that one component is given, which is rendered once for each of what is known. */
async function giveTokens(all: readonly Known[]): Promise<readonly string[]> {
  const given: ReturnType<typeof useAccessToken>[] = []
  const value = {
    routesPath: '/auth',
    state: undefined as AuthState | undefined,
    initial: undefined as Known['initial'],
    reload: async () => {},
  }
  function Spy(): ReactNode {
    const [count, setCount] = useState(0)
    Object.assign(value, { state: undefined, initial: undefined, ...all[count] })
    given.push(useAccessToken())
    if (count + 1 < all.length) setCount(count + 1)
    return null
  }
  renderToString(
    <AuthContext value={value}>
      <Spy />
    </AuthContext>,
  )
  vi.stubGlobal('fetch', () => token())
  const tokens: string[] = []
  for (const getAccessToken of given) tokens.push((await getAccessToken()).accessToken)
  return tokens
}
