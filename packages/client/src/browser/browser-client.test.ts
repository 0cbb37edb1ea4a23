import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import { decodeJwt } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createPageProvider, createStorage, json } from '../../test/page-provider.ts'
import { BrowserClient } from './browser-client.ts'
import type { BrowserClientConfig } from './browser-client-config.ts'
import type { BrowserClientEvent } from './browser-client-event.ts'

const clients: BrowserClient[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
let count = 0

/** A page at a provider, and tabs of it. */
async function setUp(more: Partial<BrowserClientConfig> = {}, metadata: Record<string, unknown> = {}) {
  const page = await createPageProvider(metadata)
  const clientId = `app-${++count}`
  Object.assign(page.config, { clientId })
  const open = (others: Partial<BrowserClientConfig> = {}) => {
    const events: BrowserClientEvent[] = []
    const left: string[] = []
    const sessionStorage = createStorage()
    const client = new BrowserClient({
      ...page.config,
      sessionStorage,
      navigate: (url) => void left.push(url),
      onEvent: (event) => void events.push(event),
      ...more,
      ...others,
    })
    clients.push(client)
    const signIn = async (claims: Record<string, unknown> = {}, parameters = {}) => {
      await client.loginWithRedirect(parameters)
      return client.handleRedirectCallback(page.authorize(left.at(-1)!, { aud: clientId, ...claims }))
    }
    return { client, events, left, sessionStorage, signIn }
  }
  return { ...page, open, ...open() }
}

describe('BrowserClient', () => {
  it('signs a person in by redirect, and gives back what the page was about', async () => {
    const { client, signIn, events } = await setUp()
    expect([await client.isAuthenticated(), await client.getUser()]).toEqual([false, undefined])
    expect(await signIn({}, { appState: { at: '/orders' } })).toMatchObject({ user: { sub: 'alice' }, appState: { at: '/orders' } })
    expect([await client.isAuthenticated(), await client.getUser()]).toMatchObject([true, { sub: 'alice' }])
    expect(await client.getAccessToken()).toMatch(/^access-/)
    expect(events).toMatchObject([{ type: 'signed_in', user: { sub: 'alice' } }])
  })

  it.each([
    ['apiOrigins', { apiOrigins: ['http://api.test'] }],
    ['apiOrigins', { apiOrigins: ['https://api.test/'] }],
    ['apiOrigins', { apiOrigins: ['https://api.test/orders'] }],
    ['apiOrigins', { apiOrigins: ['*'] }],
    ['apiOrigins', { apiOrigins: 'https://api.test' }],
    ['apiOrigins', { apiOrigins: null }],
    ['issuer', { baseUrl: 'no' }],
    ['scopes', { scopes: 'openid' }],
    ['storage', { storage: 'localStorage' }],
    ['cache.tokenBufferSeconds', { cache: { tokenBufferSeconds: NaN } }],
    ['cache.tokenBufferSeconds', { cache: { tokenBufferSeconds: -1 } }],
  ])('refuses a wrong option "%s": %j', async (option, wrong) => {
    const { config } = await createPageProvider()
    const refusal = expect.objectContaining({ code: 'VAL_2002', details: { option } })
    expect(() => new BrowserClient({ ...config, sessionStorage: createStorage(), ...wrong } as never)).toThrow(refusal)
  })

  it('says what is wrong with a page that is no secure context', async () => {
    const { config } = await createPageProvider()
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    const refusal = expect.objectContaining({ code: 'VAL_2002', message: expect.stringContaining('https') })
    expect(() => new BrowserClient({ ...config, sessionStorage: createStorage() })).toThrow(refusal)
  })

  it('works without a session storage but for sign-ins by redirect, which it says', async () => {
    const { config } = await createPageProvider()
    vi.stubGlobal('sessionStorage', undefined)
    Object.defineProperty(globalThis, 'sessionStorage', {
      configurable: true,
      get() {
        throw new DOMException('shut', 'SecurityError')
      },
    })
    const client = new BrowserClient({ ...config, storage: 'session', navigate: () => undefined })
    clients.push(client)
    expect(await client.isAuthenticated()).toBe(false)
    await expect(client.loginWithRedirect()).rejects.toThrow(expect.objectContaining({ code: 'SRV_5002' }))
    await expect(client.handleRedirectCallback('https://app.test/?code=a&state=b')).rejects.toThrow(
      expect.objectContaining({ reason: 'missing_transaction' }),
    )
  })

  it('says when nobody is signed in', async () => {
    const { client } = await setUp({ apiOrigins: ['https://api.test'] })
    await expect(client.getAccessToken()).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1009' }))
    await expect(client.fetch('https://api.test/')).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1009' }))
  })

  it('takes no other page for a callback', async () => {
    const { client } = await setUp()
    for (const url of ['https://app.test/', 'https://app.test/?page=2&iss=x#code=1'])
      expect(await client.handleRedirectCallback(url)).toBeUndefined()
  })

  it.each(['code=1', 'error=access_denied', 'state=&code=1'])('refuses a callback without a state: %s', async (query) => {
    const { client } = await setUp()
    await expect(client.handleRedirectCallback(`https://app.test/?${query}`)).rejects.toThrow(
      expect.objectContaining({ reason: 'missing_state' }),
    )
  })

  it('ends a sign-in once: the same URL gives the same answer, in another tab it is refused', async () => {
    const { client, left, authorize, open, count: countRequests } = await setUp()
    await client.loginWithRedirect()
    const callback = authorize(left[0]!, { aud: `app-${count}` })
    const answers = await Promise.all([client.handleRedirectCallback(callback), client.handleRedirectCallback(callback)])
    expect(answers[1]).toBe(answers[0])
    expect(countRequests('/token')).toBe(1)
    await expect(open().client.handleRedirectCallback(callback)).rejects.toThrow(expect.objectContaining({ reason: 'missing_transaction' }))
  })

  it('keeps two sign-ins of one tab apart, and those of two tabs', async () => {
    const { client, left, authorize, open } = await setUp()
    await client.loginWithRedirect({ appState: 1 })
    await client.loginWithRedirect({ appState: 2 })
    const other = open()
    await other.client.loginWithRedirect({ appState: 3 })
    const claims = { aud: `app-${count}` }
    const [first, second, third] = [left[0]!, left[1]!, other.left[0]!].map((url) => authorize(url, claims))
    expect(await client.handleRedirectCallback(second)).toMatchObject({ appState: 2 })
    expect(await other.client.handleRedirectCallback(third)).toMatchObject({ appState: 3 })
    expect(await client.handleRedirectCallback(first)).toMatchObject({ appState: 1 })
  })

  it('uses a sign-in up even when it is refused', async () => {
    const { client, left } = await setUp()
    await client.loginWithRedirect()
    const state = new URL(left[0]!).searchParams.get('state')!
    const denied = (more: string): Promise<unknown> =>
      client.handleRedirectCallback(`https://app.test/?error=access_denied&state=${state}${more}`)
    await expect(denied('')).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1010' }))
    await expect(denied('&again=1')).rejects.toThrow(expect.objectContaining({ reason: 'missing_transaction' }))
  })

  it('takes the callback out of the address bar, and leaves the rest there', async () => {
    const { client, left, authorize } = await setUp()
    await client.loginWithRedirect()
    const replaceState = vi.fn()
    const href = `${authorize(left[0]!, { aud: `app-${count}` })}&session_state=s&page=2#top`
    vi.stubGlobal('location', { href })
    vi.stubGlobal('history', { state: 'kept', replaceState })
    await client.handleRedirectCallback()
    expect(replaceState.mock.calls.map(([state, , url]) => [state, String(url)])).toEqual([['kept', 'https://app.test/?page=2#top']])
  })

  it('keeps tokens out of the storage unless session storage is chosen', async () => {
    const memory = await setUp()
    await memory.signIn()
    expect([...memory.sessionStorage.entries.values()].join('')).not.toContain('access-')
    const session = await setUp({ storage: 'session' })
    await session.signIn()
    const token = await session.client.getAccessToken()
    session.client.close()
    expect(await session.open({ sessionStorage: session.sessionStorage }).client.getAccessToken()).toBe(token)
  })

  it('shares a sign-in with the other tabs, and its end', async () => {
    const { signIn, client, open } = await setUp()
    await signIn()
    const other = open()
    expect(await other.client.getUser()).toMatchObject({ sub: 'alice' })
    await other.client.logout({ keepProviderSession: true })
    await vi.waitFor(async () => expect(await client.isAuthenticated()).toBe(false))
    expect(other.left).toEqual([])
  })

  it('keeps providers and clients of one page apart', async () => {
    const [one, two] = [await setUp(), await setUp()]
    await one.signIn()
    expect([await one.client.isAuthenticated(), await two.client.isAuthenticated()]).toEqual([true, false])
    await two.signIn({ sub: 'bob' })
    expect([await one.client.getUser(), await two.client.getUser()]).toMatchObject([{ sub: 'alice' }, { sub: 'bob' }])
  })

  it('keeps the tokens of several APIs apart', async () => {
    const { open } = await setUp()
    const [orders, stock] = ['https://orders.test', 'https://stock.test'].map((audience) => open({ audience }))
    await orders!.signIn()
    expect([await orders!.client.isAuthenticated(), await stock!.client.isAuthenticated()]).toEqual([true, false])
  })

  it('OpenID Connect RP-Initiated Logout: sends the person to the provider, the refresh token withdrawn', async () => {
    const { client, signIn, left, seen } = await setUp()
    await signIn()
    await client.logout({ postLogoutRedirectUri: 'https://app.test/bye' })
    const url = new URL(left.at(-1)!)
    expect(url.origin + url.pathname).toBe('https://issuer.test/logout')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: `app-${count}`,
      id_token_hint: expect.stringMatching(/^ey/),
      post_logout_redirect_uri: 'https://app.test/bye',
    })
    expect(seen.at(-1)?.path).toBe('/revoke')
    expect(await client.isAuthenticated()).toBe(false)
  })

  it('signs out whatever the provider does', async () => {
    const { client, signIn, answerNext, left } = await setUp({}, { end_session_endpoint: undefined })
    await signIn()
    const before = left.length
    answerNext('/revoke', () => new Response('', { status: 500 }))
    await client.logout()
    expect([await client.isAuthenticated(), left.length]).toEqual([false, before])
  })

  it('tells listeners until they leave, and none what another one threw', async () => {
    const { client, signIn } = await setUp()
    const seen: string[] = []
    const leave = client.subscribe(({ type }) => void seen.push(type))
    await signIn()
    await client.isAuthenticated()
    leave()
    await client.logout({ keepProviderSession: true })
    expect(seen).toEqual(['signed_in'])
  })
})

const dpopMetadata = { dpop_signing_alg_values_supported: ['ES256'] }

describe('BrowserClient, with DPoP', () => {
  it('binds code and tokens to its key where the provider offers it, and answers the provider’s nonce', async () => {
    const keyPair = await DPoPKeyPair.generate()
    const { client, left, authorize, answerNext, seen } = await setUp({ dpop: { keyPair } }, dpopMetadata)
    await client.loginWithRedirect()
    expect(new URL(left[0]!).searchParams.get('dpop_jkt')).toBe(keyPair.thumbprint)
    answerNext('/token', () => json({ error: 'use_dpop_nonce' }, { status: 400, headers: { 'dpop-nonce': 'n1' } }))
    await client.handleRedirectCallback(authorize(left[0]!, { aud: `app-${count}` }))
    const proofs = seen.filter(({ path }) => path === '/token').map(({ init }) => decodeJwt(new Headers(init.headers).get('dpop')!))
    expect(proofs).toMatchObject([{ htm: 'POST', htu: 'https://issuer.test/token' }, { nonce: 'n1' }])
  })

  it('is left where the provider does not offer it, and where it is switched off', async () => {
    const without = await setUp()
    await without.client.loginWithRedirect()
    const off = await setUp({ dpop: { enabled: false } }, dpopMetadata)
    await off.client.loginWithRedirect()
    for (const url of [without.left[0]!, off.left[0]!]) expect(new URL(url).searchParams.has('dpop_jkt')).toBe(false)
  })

  it.each([
    ['a Bearer token where tokens must be bound', 'Bearer', true],
    ['a bound token without a key', 'DPoP', false],
  ])('takes no %s', async (_, tokenType, enabled) => {
    const keyPair = await DPoPKeyPair.generate()
    const { answerNext, signIn } = await setUp({ dpop: { enabled, keyPair } })
    answerNext('/token', () => json({ access_token: 'a', token_type: tokenType }))
    await expect(signIn()).rejects.toThrow(expect.objectContaining({ code: 'SRV_5003', details: { check: 'token_type' } }))
  })

  it.each(['DPoP', 'Bearer'])('calls an API with a %s token as that kind wants it', async (tokenType) => {
    const keyPair = await DPoPKeyPair.generate()
    const { client, rules, answerNext, seen, signIn } = await setUp({ dpop: { keyPair }, apiOrigins: ['https://api.test'] }, dpopMetadata)
    rules.tokenType = tokenType
    await signIn()
    answerNext('/orders', () => json({ orders: [] }))
    expect(await (await client.fetch('https://api.test/orders')).json()).toEqual({ orders: [] })
    const headers = new Headers(seen.at(-1)?.init.headers)
    expect(headers.get('authorization')).toBe(`${tokenType} ${await client.getAccessToken()}`)
    expect(headers.has('dpop')).toBe(tokenType === 'DPoP')
  })

  it('refreshes when an API refuses the token, and sends it nowhere else', async () => {
    const { client, answerNext, count: countRequests, seen, signIn } = await setUp({ apiOrigins: ['https://api.test'] })
    await signIn()
    const first = await client.getAccessToken()
    answerNext('/orders', () => new Response('', { status: 401 }))
    answerNext('/orders', () => json({}))
    expect((await client.fetch('https://api.test/orders')).status).toBe(200)
    expect([countRequests('/orders'), (await client.getAccessToken()) === first]).toEqual([2, false])
    const before = seen.length
    await expect(client.fetch('https://evil.test/')).rejects.toThrow(expect.objectContaining({ code: 'VAL_2001' }))
    expect(seen.length).toBe(before)
  })
})

describe('BrowserClient, whose caller does not wait any longer', () => {
  it('ends a call at once when it is aborted, while it waits for a token, too, and sends nothing', async () => {
    const { client, answerNext, count: countRequests, seen, signIn, testIssuer } = await setUp({ apiOrigins: ['https://api.test'] })
    await signIn()
    testIssuer.advance(350)
    const token = Promise.withResolvers<Response>()
    answerNext('/token', () => token.promise)
    const controller = new AbortController()
    const call = client.fetch('https://api.test/orders', { signal: controller.signal })
    await vi.waitFor(() => expect(seen.at(-1)?.form.get('grant_type')).toBe('refresh_token'))
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
    await expect(client.fetch('https://api.test/orders', { signal: controller.signal })).rejects.toBe(reason)
    token.resolve(json({ access_token: 'late', token_type: 'Bearer', refresh_token: 'r', expires_in: 300 }))
    expect(await client.getAccessToken()).toBe('late')
    expect(countRequests('/orders')).toBe(0)
  })
})

describe('BrowserClient, in a window of its own', () => {
  /** A window that goes to the provider and comes back as `open` says. */
  function stubOpen(come: (url: string, popup: { closed: boolean }) => void) {
    const popup = { closed: false, close: vi.fn(), location: {} }
    Object.defineProperty(popup.location, 'href', {
      set(url: string) {
        come(url, popup)
      },
    })
    vi.stubGlobal('open', () => popup)
    return popup
  }

  it('signs a person in, whose callback another page of the application hands over', async () => {
    const { client, open, authorize } = await setUp()
    const inPopup = open().client
    const popup = stubOpen((url) => {
      inPopup.handleRedirectCallback(authorize(url, { aud: `app-${count}` })).catch(() => undefined)
    })
    expect(await client.loginWithPopup({ appState: 7 })).toMatchObject({ user: { sub: 'alice' }, appState: 7 })
    expect(popup.close).toHaveBeenCalled()
    expect(await inPopup.isAuthenticated()).toBe(true)
  })

  it('signs in in a page with several clients, whichever of them hears of the callback first', async () => {
    const { client, open, authorize } = await setUp()
    const inPopup = [open({ audience: 'https://other.test' }).client, open().client]
    stubOpen((url) => {
      // The first closes the window: the others do not get to see the callback.
      inPopup[0]!.handleRedirectCallback(authorize(url, { aud: `app-${count}` })).catch(() => undefined)
    })
    expect(await client.loginWithPopup()).toMatchObject({ user: { sub: 'alice' } })
  })

  it('tells that the window was blocked, or closed', async () => {
    const { client } = await setUp()
    vi.stubGlobal('open', () => null)
    await expect(client.loginWithPopup()).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1010' }))
    stubOpen((_, popup) => (popup.closed = true))
    await expect(client.loginWithPopup()).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1010' }))
  })

  it('takes a callback with the state of a window for nothing where nobody waits for it', async () => {
    const { client } = await setUp()
    await expect(client.handleRedirectCallback('https://app.test/?code=evil&state=popup.x')).rejects.toThrow(
      expect.objectContaining({ reason: 'missing_transaction' }),
    )
  })
})
