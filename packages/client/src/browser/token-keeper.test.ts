import { afterEach, describe, expect, it, vi } from 'vitest'
import { createPageProvider, json, type PageProvider } from '../../test/page-provider.ts'
import type { TokenResponse } from '../token/token-response.ts'
import type { BrowserClientEvent } from './browser-client-event.ts'
import { finishLogin } from './finish-login.ts'
import { createProvider } from './provider.ts'
import { startLogin } from './start-login.ts'
import { createTokenKeeper, type TokenKeeper } from './token-keeper.ts'

const keepers: TokenKeeper[] = []
afterEach(() => {
  for (const keeper of keepers.splice(0)) keeper.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})
let names = 0

/** Tabs of one client, of which the first has signed in. */
async function setUp({ tabs = 1, rules = {} }: { tabs?: number; rules?: Partial<PageProvider['rules']> } = {}) {
  const page = await createPageProvider()
  Object.assign(page.rules, rules)
  const name = `client ${++names}`
  const events: BrowserClientEvent[][] = []
  const open = (): TokenKeeper => {
    const told: BrowserClientEvent[] = []
    events.push(told)
    const keeper = createTokenKeeper({
      name,
      provider: createProvider(page.config),
      storage: undefined,
      bufferSeconds: 60,
      onEvent: (event) => void told.push(event),
    })
    keepers.push(keeper)
    return keeper
  }
  const all = Array.from({ length: tabs }, open)
  const signIn = async (claims = {}): Promise<TokenResponse> => {
    const provider = createProvider(page.config)
    const { url, transaction } = await startLogin(provider)
    return finishLogin(provider, page.authorize(url, claims), transaction)
  }
  await Promise.all(all.map((tab) => tab.find()))
  all[0]!.hold(await signIn())
  await vi.waitFor(async () => expect(await Promise.all(all.map((tab) => tab.find()))).not.toContain(undefined))
  const refreshes = (): number => page.seen.filter(({ form }) => form.get('grant_type') === 'refresh_token').length
  return { ...page, open, events, tabs: all, tab: all[0]!, signIn, refreshes }
}
const types = (events: readonly BrowserClientEvent[]): string[] => events.map(({ type }) => type)

describe('createTokenKeeper', () => {
  it('gives a fresh token from memory, and a new one a minute before it ends', async () => {
    const { tab, testIssuer, refreshes } = await setUp()
    const first = await tab.findFresh()
    testIssuer.advance(230)
    expect(await tab.findFresh()).toBe(first)
    expect(refreshes()).toBe(0)
    testIssuer.advance(11)
    expect((await tab.findFresh()).accessToken).not.toBe(first.accessToken)
    expect(refreshes()).toBe(1)
  })

  it('replaces a token that lives for less than two buffers after half of its life', async () => {
    const { tab, testIssuer, refreshes } = await setUp({ rules: { expiresIn: 40 } })
    testIssuer.advance(10)
    await tab.findFresh()
    expect(refreshes()).toBe(0)
    testIssuer.advance(11)
    await tab.findFresh()
    expect(refreshes()).toBe(1)
  })

  it('refreshes once for all tabs and all callers, and every tab has the new tokens', async () => {
    const { tabs, testIssuer, refreshes, events } = await setUp({ tabs: 4 })
    testIssuer.advance(250)
    const answers = await Promise.all([...tabs, ...tabs, ...tabs].map((tab) => tab.findFresh()))
    expect(new Set(answers.map(({ accessToken }) => accessToken)).size).toBe(1)
    expect(refreshes()).toBe(1)
    expect(events.map(types)).toEqual(tabs.map(() => ['signed_in', 'tokens_refreshed']))
  })

  it('uses no refresh token that another tab has used, refresh after refresh', async () => {
    const { tabs, testIssuer, refreshes } = await setUp({ tabs: 3 })
    for (let turn = 0; turn < 6; turn++) {
      testIssuer.advance(250)
      await Promise.all(tabs.filter((_, index) => (turn + index) % 3 > 0).map((tab) => tab.findFresh()))
    }
    expect(refreshes()).toBe(6)
  })

  it('gives a tab that is opened later the tokens of the others', async () => {
    const { tab, open } = await setUp()
    expect((await open().findFresh()).accessToken).toBe((await tab.findFresh()).accessToken)
  })

  it('tells everybody that nobody is signed in any more when the refresh token is refused', async () => {
    const { tabs, testIssuer, answerNext, events } = await setUp({ tabs: 2 })
    testIssuer.advance(250)
    answerNext('/token', () => json({ error: 'invalid_grant' }, { status: 400 }))
    await expect(tabs[0]!.findFresh()).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1003', transient: false }))
    await vi.waitFor(() =>
      expect(events.map(types)).toEqual([
        ['signed_in', 'signed_out', 'refresh_failed'],
        ['signed_in', 'signed_out'],
      ]),
    )
    for (const tab of tabs) await expect(tab.findFresh()).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1009' }))
  })

  it('serves the token until it ends while a refresh fails for now, and then tells the outage', async () => {
    const { tab, testIssuer, answerNext, events, refreshes } = await setUp()
    const first = await tab.findFresh()
    const outage = (): Response => new Response('', { status: 503 })
    for (let count = 0; count < 2; count++) answerNext('/token', outage)
    testIssuer.advance(250)
    expect(await tab.findFresh()).toBe(first)
    testIssuer.advance(60)
    await expect(tab.findFresh()).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1003', transient: true }))
    expect(types(events[0]!)).toEqual(['signed_in', 'refresh_failed', 'refresh_failed'])
    expect((await tab.findFresh()).accessToken).not.toBe(first.accessToken)
    expect(refreshes()).toBe(3)
  })

  it('asks a provider that is down once for all who come at the same time', async () => {
    const { tab, testIssuer, answerNext, refreshes, events } = await setUp()
    for (let count = 0; count < 10; count++) answerNext('/token', () => new Response('', { status: 503 }))
    testIssuer.advance(350)
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => tab.findFresh()))
    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'rejected'))
    expect([refreshes(), types(events[0]!)]).toEqual([1, ['signed_in', 'refresh_failed']])
  })

  it.each([200, 403])('keeps the sign-in when something in between answers %i for the provider', async (status) => {
    const { tab, testIssuer, answerNext } = await setUp()
    const first = await tab.findFresh()
    for (let count = 0; count < 2; count++) answerNext('/token', () => new Response('<html>', { status }))
    testIssuer.advance(250)
    expect(await tab.findFresh()).toBe(first)
    testIssuer.advance(100)
    await expect(tab.findFresh()).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1003', transient: true }))
    await tab.findFresh()
  })

  it('goes on with the tokens of another tab that has used the refresh token, and was too busy to tell', async () => {
    const channels = stubChannels()
    const { tabs, testIssuer, answerNext, events, refreshes } = await setUp({ tabs: 2 })
    testIssuer.advance(250)
    channels.isDeaf = true
    const rotated = await tabs[0]!.findFresh()
    answerNext('/token', () => {
      channels.isDeaf = false
      return json({ error: 'invalid_grant' }, { status: 400 })
    })
    expect((await tabs[1]!.findFresh()).accessToken).toBe(rotated.accessToken)
    expect(refreshes()).toBe(2)
    for (const told of events) expect(types(told)).toEqual(['signed_in', 'tokens_refreshed'])
  })

  it('replaces a token whose age cannot be told, since the clock has been put back', async () => {
    const { tab, testIssuer, refreshes } = await setUp()
    const first = await tab.findFresh()
    testIssuer.advance(-86_400)
    const second = await tab.findFresh()
    expect([second.accessToken === first.accessToken, refreshes()]).toEqual([false, 1])
    expect(await tab.findFresh()).toBe(second)
    testIssuer.advance(241)
    await tab.findFresh()
    expect(refreshes()).toBe(2)
  })

  it('tells the other tabs what a refresh brings that was under way when it was closed', async () => {
    const { tabs, testIssuer, answerNext, seen, refreshes } = await setUp({ tabs: 2 })
    testIssuer.advance(350)
    const answer = Promise.withResolvers<Response>()
    answerNext('/token', () => answer.promise)
    const refresh = tabs[0]!.findFresh()
    await vi.waitFor(() => expect(seen.at(-1)?.form.get('grant_type')).toBe('refresh_token'))
    tabs[0]!.close()
    answer.resolve(json({ access_token: 'second', token_type: 'Bearer', refresh_token: 'refresh-x', expires_in: 300 }))
    expect((await refresh).accessToken).toBe('second')
    await vi.waitFor(async () => expect((await tabs[1]!.findFresh()).accessToken).toBe('second'))
    expect(refreshes()).toBe(1)
  })

  it('goes on without a refresh token until the token ends', async () => {
    const { tab, testIssuer, refreshes } = await setUp({ rules: { isRotating: false } })
    testIssuer.advance(290)
    await tab.findFresh()
    testIssuer.advance(11)
    expect(await tab.find()).toBeUndefined()
    await expect(tab.findFresh()).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1009' }))
    expect(refreshes()).toBe(0)
  })

  it('takes a token that does not say when it ends as good', async () => {
    const { tab, testIssuer, refreshes } = await setUp({ rules: { expiresIn: undefined } })
    testIssuer.advance(1e7)
    await tab.findFresh()
    expect(refreshes()).toBe(0)
  })

  it('lets a sign-out win over a refresh that is under way, and withdraws what it brings', async () => {
    const { tabs, testIssuer, answerNext, seen } = await setUp({ tabs: 2 })
    testIssuer.advance(250)
    const answer = Promise.withResolvers<Response>()
    answerNext('/token', () => answer.promise)
    const refresh = tabs[0]!.findFresh()
    await vi.waitFor(() => expect(seen.at(-1)?.form.get('grant_type')).toBe('refresh_token'))
    await tabs[1]!.end()
    await vi.waitFor(async () => expect(await tabs[0]!.find()).toBeUndefined())
    answer.resolve(json({ access_token: 'late', token_type: 'Bearer', refresh_token: 'late-refresh' }))
    await expect(refresh).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1009' }))
    expect(await tabs[0]!.find()).toBeUndefined()
    expect(seen.filter(({ path }) => path === '/revoke').map(({ form }) => form.get('token'))).toContain('late-refresh')
  })

  it('lets a newer sign-in win over a refresh that is under way', async () => {
    const { tabs, testIssuer, answerNext, seen, signIn, events } = await setUp({ tabs: 2 })
    testIssuer.advance(250)
    const answer = Promise.withResolvers<Response>()
    answerNext('/token', () => answer.promise)
    const refresh = tabs[0]!.findFresh()
    await vi.waitFor(() => expect(seen.at(-1)?.form.get('grant_type')).toBe('refresh_token'))
    const bob = await signIn({ sub: 'bob' })
    tabs[1]!.hold(bob)
    await vi.waitFor(async () => expect((await tabs[0]!.find())?.accessToken).toBe(bob.accessToken))
    answer.resolve(json({ access_token: 'late', token_type: 'Bearer' }))
    expect((await refresh).accessToken).toBe(bob.accessToken)
    expect(events.map(types)).toEqual([
      ['signed_in', 'signed_in'],
      ['signed_in', 'signed_in'],
    ])
  })

  it('ends in every tab at once, withdraws the refresh token, and tells the ID token', async () => {
    const { tabs, events, seen } = await setUp({ tabs: 2 })
    const { idToken, refreshToken } = await tabs[0]!.findFresh()
    expect(await tabs[0]!.end()).toBe(idToken)
    await vi.waitFor(() =>
      expect(events.map(types)).toEqual([
        ['signed_in', 'signed_out'],
        ['signed_in', 'signed_out'],
      ]),
    )
    const { path, form } = seen.at(-1)!
    expect([path, form.get('token'), form.get('token_type_hint')]).toEqual(['/revoke', refreshToken, 'refresh_token'])
  })

  it('replaces a token that an API refuses, once for all that were refused', async () => {
    const { tab, refreshes } = await setUp()
    const refused = await tab.findFresh()
    const answers = await Promise.all([tab.replace(refused), tab.replace(refused)])
    expect(answers).toEqual([expect.stringMatching(/^access-/), answers[0]])
    expect(await tab.replace(refused)).toBe(answers[0])
    expect(refreshes()).toBe(1)
    const without = await setUp({ rules: { isRotating: false } })
    const only = await without.tab.findFresh()
    expect(await without.tab.replace(only)).toBe(only.accessToken)
  })

  it('replaces no token by that of another person, who has signed in meanwhile', async () => {
    const { tab, signIn } = await setUp()
    const alice = await tab.findFresh()
    tab.hold(await signIn({ sub: 'bob' }))
    expect(await tab.replace(alice)).toBeUndefined()
    await tab.end()
    await expect(tab.replace(alice)).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1009' }))
  })

  it('tells another person as a sign-in', async () => {
    const { tab, signIn, events } = await setUp()
    tab.hold(await signIn({ sub: 'bob' }))
    expect(events[0]).toMatchObject([
      { type: 'signed_in', user: { sub: 'alice' } },
      { type: 'signed_in', user: { sub: 'bob' } },
    ])
  })

  it('waits a minute at most for the refresh of another tab', async () => {
    const { tab, testIssuer, refreshes } = await setUp()
    const free = Promise.withResolvers<void>()
    void navigator.locks.request(`client ${names}`, () => free.promise)
    const timeout = vi
      .spyOn(AbortSignal, 'timeout')
      .mockImplementation((delay) => (expect(delay).toBe(60_000), AbortSignal.abort(new Error('late'))))
    testIssuer.advance(350)
    await expect(tab.findFresh()).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1003', transient: true }))
    timeout.mockRestore()
    free.resolve()
    expect(refreshes()).toBe(0)
  })
})

/** Channels whose messages get lost while `isDeaf`, as those to a page in the back/forward cache do. */
function stubChannels(): { isDeaf: boolean; lost: number } {
  const state = { isDeaf: false, lost: 0 }
  vi.stubGlobal(
    'BroadcastChannel',
    class extends BroadcastChannel {
      override addEventListener(type: string, listener: EventListener): void {
        super.addEventListener(type, (event) => (state.isDeaf ? void state.lost++ : listener(event)))
      }
    },
  )
  return state
}

/** Listens as a window does. */
function stubWindow() {
  const target = new EventTarget()
  const document = { hidden: false }
  vi.stubGlobal('document', document)
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target))
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target))
  return { document, fire: (type: string, more = {}) => void target.dispatchEvent(Object.assign(new Event(type), more)) }
}

describe('createTokenKeeper, left alone', () => {
  it('refreshes before the token ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
    const { testIssuer, refreshes, events } = await setUp()
    testIssuer.advance(241)
    await vi.advanceTimersByTimeAsync(241_000)
    await vi.waitFor(() => expect(types(events[0]!)).toEqual(['signed_in', 'tokens_refreshed']))
    expect(refreshes()).toBe(1)
  })

  it('tries again after half a minute when a refresh has failed for now', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
    const { testIssuer, answerNext, events } = await setUp()
    answerNext('/token', () => new Response('', { status: 503 }))
    testIssuer.advance(241)
    await vi.advanceTimersByTimeAsync(241_000)
    await vi.waitFor(() => expect(types(events[0]!)).toEqual(['signed_in', 'refresh_failed']))
    await vi.advanceTimersByTimeAsync(30_000)
    await vi.waitFor(() => expect(types(events[0]!)).toEqual(['signed_in', 'refresh_failed', 'tokens_refreshed']))
  })

  it.each(['visibilitychange', 'online', 'pageshow'])(
    'refreshes on %s when the token has become due unseen: the machine slept',
    async (event) => {
      const { fire } = stubWindow()
      const { testIssuer, events } = await setUp()
      testIssuer.advance(9000)
      fire(event)
      await vi.waitFor(() => expect(types(events[0]!)).toEqual(['signed_in', 'tokens_refreshed']))
    },
  )

  it('leaves it while nobody looks at the tab', async () => {
    const { document, fire } = stubWindow()
    const { testIssuer, events } = await setUp()
    const request = vi.spyOn(navigator.locks, 'request')
    document.hidden = true
    testIssuer.advance(9000)
    fire('visibilitychange')
    expect(request).not.toHaveBeenCalled()
    document.hidden = false
    fire('visibilitychange')
    await vi.waitFor(() => expect(types(events[0]!)).toEqual(['signed_in', 'tokens_refreshed']))
  })

  it('asks, when it comes back from the cache, what has happened meanwhile, and tells nobody anything before it knows', async () => {
    const channels = stubChannels()
    const { fire } = stubWindow()
    const { tabs, signIn, events, refreshes } = await setUp({ tabs: 2 })
    channels.isDeaf = true
    const bob = await signIn({ sub: 'bob' })
    tabs[1]!.hold(bob)
    await vi.waitFor(() => expect(channels.lost).toBe(1))
    expect((await tabs[0]!.find())?.idTokenClaims?.sub).toBe('alice')
    channels.isDeaf = false
    fire('pageshow', { persisted: true })
    expect((await tabs[0]!.find())?.idTokenClaims?.sub).toBe('bob')
    channels.isDeaf = true
    await tabs[1]!.end()
    await vi.waitFor(() => expect(channels.lost).toBe(2))
    channels.isDeaf = false
    fire('pageshow', { persisted: true })
    await expect(tabs[0]!.findFresh()).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1009' }))
    expect([types(events[0]!), refreshes()]).toEqual([['signed_in', 'signed_in', 'signed_out'], 0])
  })

  it('sets no timer any more when a refresh fails after it was closed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
    const { tab, testIssuer, answerNext, seen, refreshes } = await setUp()
    const answer = Promise.withResolvers<Response>()
    const request = vi.spyOn(navigator.locks, 'request')
    answerNext('/token', () => answer.promise)
    testIssuer.advance(241)
    await vi.advanceTimersByTimeAsync(241_000)
    await vi.waitFor(() => expect(seen.at(-1)?.form.get('grant_type')).toBe('refresh_token'))
    tab.close()
    answer.resolve(new Response('', { status: 503 }))
    await vi.advanceTimersByTimeAsync(120_000)
    expect([refreshes(), request.mock.calls.length]).toEqual([1, 1])
  })

  it('does nothing any more once it is closed', async () => {
    const { fire } = stubWindow()
    const { tab, testIssuer } = await setUp()
    const request = vi.spyOn(navigator.locks, 'request')
    tab.close()
    testIssuer.advance(9000)
    fire('online')
    expect(request).not.toHaveBeenCalled()
  })
})
