import { existsSync } from 'node:fs'
import type { BrowserClient, BrowserClientConfig, BrowserClientEvent } from '@auth/client/browser'
import { type Issuer, startIssuer } from 'issuer'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ClientPage, startClientPage } from './client-page.ts'
import { startCutOffProvider } from './cut-off-provider.ts'
import { startWorld, type World } from './world.ts'

const isInstalled = existsSync('/usr/bin/chromium')
if (!isInstalled) console.warn('Chromium is not installed: the tests of the client in a real browser are SKIPPED')

/** What an attempt in the page came to. */
interface Outcome {
  readonly value?: unknown
  readonly name?: string
  readonly code?: string
  readonly message?: string
  readonly transient?: boolean
  readonly details?: unknown
}
/** What the page has for the tests. */
declare global {
  // oxlint-disable-next-line no-var -- a global of the page
  var client: BrowserClient, told: BrowserClientEvent[]
  function createClient(config: unknown): BrowserClient
  function attempt(work: () => unknown): Promise<Outcome>
  function wakeUp(milliseconds: number): void
}

let world: World
let clientPage: ClientPage
let context: BrowserContext

beforeAll(async () => {
  if (!isInstalled) return
  world = await startWorld()
  clientPage = await startClientPage()
})
afterAll(async () => {
  await world?.[Symbol.asyncDispose]()
  await clientPage?.[Symbol.asyncDispose]()
})
afterEach(async () => {
  await context.close()
  await world.issuer.fail('none')
  expect(world.complaints.splice(0)).toEqual([])
})

/** Goes to a page of the application, which has a client. */
async function go(page: Page, { path = '/', ...config }: Partial<BrowserClientConfig> & { readonly path?: string } = {}): Promise<Page> {
  await page.goto(clientPage.url + path)
  await create(page, config)
  return page
}

async function create(page: Page, config: Partial<BrowserClientConfig> = {}): Promise<void> {
  const whole = {
    baseUrl: world.issuer.issuer,
    clientId: world.issuer.clients.spa.clientId,
    audience: world.issuer.resources[0].identifier,
    scopes: ['openid', 'profile', 'offline_access'],
    ...config,
  }
  await page.evaluate((given) => {
    globalThis.told = []
    globalThis.client = createClient({ ...given, onEvent: (event: BrowserClientEvent) => told.push(event) })
  }, whole)
}

const open = async (config?: Parameters<typeof go>[1]): Promise<Page> => go(await context.newPage(), config)

/** Fills in the provider's page. */
async function enterPassword(page: Page, username: string): Promise<void> {
  await page.locator('input[name=username]').fill(username)
  await page.locator('input[name=password]').fill(`demo-${username}`)
  await page.locator('button[value=sign-in]').click()
}

/** Signs in by redirect, and ends the sign-in in the page that comes after. */
async function signIn(page: Page, username = 'ada', config: Partial<BrowserClientConfig> = {}): Promise<Outcome> {
  await page.evaluate(() => void client.loginWithRedirect({ appState: { at: '/orders' } }))
  await enterPassword(page, username)
  return finishSignIn(page, config)
}

async function finishSignIn(page: Page, config: Partial<BrowserClientConfig> = {}): Promise<Outcome> {
  await page.waitForURL((url) => url.pathname === '/callback')
  await create(page, config)
  return page.evaluate(() => attempt(() => client.handleRedirectCallback()))
}

const readUser = (page: Page): Promise<unknown> => page.evaluate(async () => (await client.getUser())?.['name'])
const getToken = (page: Page): Promise<Outcome> => page.evaluate(() => attempt(() => client.getAccessToken()))
const readStorage = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify([sessionStorage, localStorage]))
const countRefreshes = (): number =>
  world.issuer.requests.filter(({ endpoint, method }) => endpoint === 'token' && method === 'POST').length

describe.skipIf(!isInstalled)('the client, in a real browser', () => {
  it('keeps tokens in memory by default: other tabs give them to a page that is loaded again, and no storage has them', async () => {
    context = await world.openContext()
    const page = await open()
    expect(await signIn(page)).toMatchObject({ value: { user: { name: 'Ada Byron' }, appState: { at: '/orders' } } })
    const { value: token } = await getToken(page)
    expect(token).toMatch(/^ey/)
    expect(new URL(page.url()).search).toBe('')
    const other = await open()
    expect(await getToken(other)).toEqual({ value: token })
    for (const tab of [page, other]) expect(await readStorage(tab)).not.toMatch(/ey[\w-]+\./)
    await go(page)
    expect(await getToken(page)).toEqual({ value: token })
    await other.close()
    await go(page)
    expect(await getToken(page)).toMatchObject({ code: 'AUTH_1009' })
  })

  it('RFC 9126: pushes sign-ins where the provider has an endpoint for it', async () => {
    context = await world.openContext()
    const page = await open()
    world.issuer.clearRequests()
    const pages: string[] = []
    page.on('request', (request) => void (request.url().startsWith(`${world.issuer.issuer}/auth?`) && pages.push(request.url())))
    await page.evaluate(() => void client.loginWithRedirect())
    await page.locator('input[name=username]').waitFor()
    const pushed = world.issuer.requests.filter(({ endpoint, method }) => endpoint === 'pushed_authorization_request' && method === 'POST')
    expect([pushed.length, pages.length]).toEqual([1, 1])
    expect([...new URL(pages[0]!).searchParams.keys()]).toEqual(['request_uri', 'client_id'])
  })

  it('opens a callback once, in whatever tab', async () => {
    context = await world.openContext()
    const page = await open()
    let callback = ''
    page.on('request', (request) => void (request.url().includes('/callback?') && (callback = request.url())))
    await signIn(page)
    const copy = await open({ path: callback.slice(clientPage.url.length) })
    for (const tab of [copy, page]) {
      const again = await tab.evaluate((url) => attempt(() => client.handleRedirectCallback(`${url}&again`)), callback)
      expect(again).toMatchObject({ code: 'VAL_2005', message: expect.stringContaining('missing transaction') })
    }
    expect(await readUser(page)).toBe('Ada Byron')
  })

  it('signs in at several providers in one page, and out at one of them', async () => {
    context = await world.openContext()
    await using second: Issuer = await startIssuer({ algorithm: 'ES256' })
    const at = { baseUrl: second.issuer, audience: second.resources[0].identifier }
    const page = await open()
    await signIn(page, 'ada')
    const other = await open(at)
    await signIn(other, 'linus', at)
    const both = await open()
    const names = await both.evaluate(
      async (config) => {
        const others = createClient(config)
        const read = async (): Promise<unknown[]> => [(await client.getUser())?.['name'], (await others.getUser())?.['name']]
        const before = await read()
        await others.logout({ keepProviderSession: true })
        return [before, await read()]
      },
      { ...at, clientId: second.clients.spa.clientId },
    )
    expect(names).toEqual([
      ['Ada Byron', expect.stringMatching(/^Linus/)],
      ['Ada Byron', undefined],
    ])
    expect(await getToken(other)).toMatchObject({ code: 'AUTH_1009' })
  })

  it('refreshes in another tab when the one that began is closed in the middle of it', async () => {
    context = await world.openContext()
    const page = await open()
    await signIn(page)
    const other = await open()
    const { value: before } = await getToken(other)
    const begun = page.waitForRequest(`${world.issuer.issuer}/token`)
    await page.route(`${world.issuer.issuer}/token`, (route) => route.continue({ url: `${clientPage.url}/silent` }))
    await page.evaluate(() => wakeUp(20_000))
    await begun
    await other.evaluate(() => wakeUp(20_000))
    await page.close()
    const { value: after } = await getToken(other)
    expect([typeof after, after === before]).toEqual(['string', false])
  })

  it('ends the sign-in, and says so, when the answer to a refresh is lost with its tab', async () => {
    context = await world.openContext()
    const page = await open()
    await signIn(page)
    const other = await open()
    await getToken(other)
    const answered = Promise.withResolvers<void>()
    await page.route(`${world.issuer.issuer}/token`, async (route) => {
      await route.fetch()
      answered.resolve()
    })
    await page.evaluate(() => wakeUp(20_000))
    await answered.promise
    await page.close()
    await other.evaluate(() => wakeUp(20_000))
    await expect.poll(() => other.evaluate(() => told.map(({ type }) => type))).toEqual(['signed_in', 'signed_out', 'refresh_failed'])
    expect(await getToken(other)).toMatchObject({ code: 'AUTH_1009' })
    await other.evaluate(() => void client.loginWithRedirect()) // the provider still knows the person
    expect(await finishSignIn(other)).toMatchObject({ value: { user: { name: 'Ada Byron' } } })
  })

  it('replaces its token when the clock is put back, for nobody knows how old it is', async () => {
    context = await world.openContext()
    const page = await open()
    await signIn(page)
    const { value: before } = await getToken(page)
    world.issuer.clearRequests()
    await page.evaluate(() => wakeUp(-20_000))
    await expect.poll(async () => (await getToken(page)).value).not.toBe(before)
    expect(countRefreshes()).toBe(1)
  })

  it('knows, back from the back/forward cache, who has signed in and out meanwhile', async () => {
    context = await world.openContext()
    const page = await open()
    await signIn(page)
    const other = await open()
    expect(await readUser(other)).toBe('Ada Byron')
    await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { persisted })))
    await page.goto(`${world.spa.url}/settings.json`)
    await other.evaluate(() => client.logout({ keepProviderSession: true }))
    await page.goBack()
    // A browser may also have thrown the page away, since there were messages for it: then it begins anew.
    if (await page.evaluate(() => !('client' in globalThis))) await create(page)
    expect(await getToken(page)).toMatchObject({ code: 'AUTH_1009' })
    expect(await page.evaluate(() => client.isAuthenticated())).toBe(false)
  })

  it('tells what to do when a Cross-Origin-Opener-Policy cuts the window off', async () => {
    context = await world.openContext()
    await using provider = await startCutOffProvider()
    const page = await open({ baseUrl: provider.url })
    const opened = context.waitForEvent('page')
    const outcome = page.evaluate(() => attempt(() => client.loginWithPopup()))
    const popup = await opened
    await popup.getByText('Sign in here').waitFor()
    expect(await outcome).toMatchObject({
      code: 'AUTH_1010',
      message: expect.stringMatching(/Cross-Origin-Opener-Policy.*loginWithRedirect/),
    })
  })

  it('says what is wrong with a page that is no secure context', async () => {
    context = await world.openContext()
    await context.route('http://app.test/**', (route) => {
      const isScript = route.request().url().endsWith('.js')
      return route.fulfill({
        contentType: isScript ? 'text/javascript' : 'text/html',
        body: clientPage.files[isScript ? '/client.js' : '/']!,
      })
    })
    const page = await context.newPage()
    await page.goto('http://app.test/')
    const outcome = await page.evaluate((baseUrl) => attempt(() => createClient({ baseUrl, clientId: 'app' })), world.issuer.issuer)
    expect(outcome).toMatchObject({ code: 'VAL_2002', message: expect.stringContaining('https') })
  })

  it('says so when the session storage is full, and goes on in memory when only the tokens have no room', async () => {
    context = await world.openContext()
    const page = await open({ storage: 'session' })
    await signIn(page, 'ada', { storage: 'session' })
    const { value: before } = await getToken(page)
    await page.evaluate(() => {
      for (let size = 5_242_880; size >= 1; size = Math.floor(size / 2)) {
        try {
          sessionStorage.setItem(`filled ${size}`, 'x'.repeat(size))
        } catch {}
      }
    })
    expect(await page.evaluate(() => attempt(() => client.loginWithRedirect()))).toMatchObject({ code: 'SRV_5002' })
    await page.evaluate(() => wakeUp(20_000))
    await expect.poll(async () => (await getToken(page)).value).not.toBe(before)
    expect((await getToken(page)).value).toMatch(/^ey/)
  })

  it('says so where the browser refuses a place for keys, and for sign-ins', async () => {
    context = await world.openContext()
    const refuse = (object: object, name: string): void => {
      Object.defineProperty(object, name, {
        get() {
          throw new DOMException('refused', 'SecurityError')
        },
      })
    }
    await context.addInitScript(`(${refuse.toString()})(IDBFactory.prototype, 'open')`)
    const page = await open()
    const login = () => page.evaluate(() => attempt(() => client.loginWithRedirect()))
    expect(await login()).toMatchObject({ code: 'SRV_5002', message: 'the key store of this browser cannot be used' })
    await context.addInitScript(`(${refuse.toString()})(window, 'sessionStorage')`)
    await go(page, { storage: 'session', dpop: { enabled: false } })
    expect(await page.evaluate(() => client.isAuthenticated())).toBe(false)
    expect(await login()).toMatchObject({ code: 'SRV_5002', message: 'the session storage of this browser cannot be used' })
  })

  it('takes no tokens from what a script has left in the storage, or says to other tabs', async () => {
    context = await world.openContext()
    const page = await open()
    const name = `auth ${world.issuer.issuer} ${world.issuer.clients.spa.clientId} ${world.issuer.resources[0].identifier}`
    await page.evaluate((key) => {
      for (const storage of [sessionStorage, localStorage])
        for (const suffix of ['', ' logins']) storage.setItem(key + suffix, '{"at":1e999,"tokens":')
    }, name)
    await go(page, { storage: 'session' })
    await signIn(page, 'ada', { storage: 'session' })
    await page.evaluate((key) => {
      const channel = new BroadcastChannel(key)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin
      for (const message of [null, 'text', { at: Infinity }, { at: NaN, tokens: {} }]) channel.postMessage(message)
      new BroadcastChannel('auth popup').postMessage('::') // oxlint-disable-line unicorn/require-post-message-target-origin -- as above
    }, name)
    const late = await open({ storage: 'session' })
    expect([await readUser(page), await readUser(late)]).toEqual(['Ada Byron', 'Ada Byron'])
    await page.evaluate(() => client.logout({ keepProviderSession: true }))
    await expect.poll(() => readUser(late)).toBeUndefined()
  })

  it('waits for no provider longer than its deadline', async () => {
    context = await world.openContext()
    const page = await open({ timeoutSeconds: 0.5 })
    for (const mode of ['hang', 'down'] as const) {
      await world.issuer.fail(mode)
      const outcome = await page.evaluate(() => attempt(() => client.loginWithRedirect()))
      expect(outcome.code).toBe(mode === 'hang' ? 'NET_3002' : 'NET_3001')
    }
  })

  it('sends a token to no other origin, and not by a redirect', async () => {
    context = await world.openContext()
    const apiUrl = clientPage.url
    const page = await open({ apiOrigins: [apiUrl] })
    await signIn(page, 'ada', { apiOrigins: [apiUrl] })
    const leaked: (string | undefined)[] = []
    await context.route('https://evil.test/**', (route) => {
      leaked.push(route.request().headers()['authorization'])
      return route.fulfill({ headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }, body: '' })
    })
    await page.route(`${apiUrl}/moved`, (route) => route.fulfill({ status: 302, headers: { location: 'https://evil.test/' } }))
    const outcomes = await page.evaluate(async (url) => {
      const { type } = await client.fetch(`${url}/moved`)
      return [type, await attempt(() => client.fetch('https://evil.test/')), await attempt(() => client.fetch('//evil.test/'))]
    }, apiUrl)
    expect(outcomes).toMatchObject(['opaqueredirect', { code: 'VAL_2001' }, { code: 'VAL_2001' }])
    expect(leaked).toEqual([])
  })
})
