import { existsSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from './world.ts'

const isInstalled = existsSync('/usr/bin/chromium')
if (!isInstalled) console.warn('Chromium is not installed: the tests of the single-page application are SKIPPED')

let world: World
let context: BrowserContext

beforeAll(async () => {
  if (isInstalled) world = await startWorld()
})
afterAll(() => world?.[Symbol.asyncDispose]())
afterEach(async () => {
  await context.close()
  world.issuer.setDPoPNonce('optional')
  expect(world.complaints.splice(0)).toEqual([])
})

/** Opens the page in a browser without a past, or in another tab of it. */
async function openPage(): Promise<Page> {
  const page = await context.newPage()
  await page.goto(world.spa.url)
  return page
}

/** Fills in the provider's page. */
async function enterPassword(page: Page, username: string): Promise<void> {
  await page.locator('input[name=username]').fill(username)
  await page.locator('input[name=password]').fill(`demo-${username}`)
  await page.locator('button[value=sign-in]').click()
}

async function signIn(page: Page, username = 'ada'): Promise<void> {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await enterPassword(page, username)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** More than half of a token's life passes, as when the machine sleeps. */
const sleep = (page: Page): Promise<void> => page.evaluate('wakeUp(8000)')
const isSignedIn = (page: Page): Promise<void> => page.getByRole('button', { name: 'Sign out' }).waitFor()
const isSignedOut = (page: Page): Promise<void> => page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
const readText = (page: Page): Promise<string> => page.locator('main').innerText()

/** What the page keeps in its storage. */
async function readTokens(page: Page): Promise<{ accessToken: string; refreshToken: string }> {
  return page.evaluate(() => {
    const versions = Object.values(sessionStorage).map((text) => JSON.parse(text) as { tokens?: never })
    return versions.find(({ tokens }) => tokens)!.tokens!
  })
}

/** How many refreshes the provider has been asked for. */
function countTokenRequests(): number {
  return world.issuer.requests.filter(({ endpoint, method }) => endpoint === 'token' && method === 'POST').length
}

describe.skipIf(!isInstalled)('the single-page application', () => {
  it('signs a person in, shows who it is, and calls the API with DPoP and a nonce', async () => {
    context = await world.openContext()
    world.issuer.setDPoPNonce('required')
    const page = await openPage()
    await signIn(page)
    expect(await readText(page)).toContain('Ada Byron')
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/')
    await page.getByLabel('Item').fill('Darjeeling')
    await page.getByLabel('Quantity').fill('3')
    await page.getByRole('button', { name: 'Order', exact: true }).click()
    await page.getByText('3 × Darjeeling').waitFor()
    expect(world.apiRequests.at(-1)?.authorization).toMatch(/^DPoP ey/)
  })

  it('keeps a key that no script can read, and tokens that are bound to it', async () => {
    context = await world.openContext()
    const page = await openPage()
    await signIn(page)
    const outcome = await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('auth-dpop')
        request.onsuccess = () => resolve(request.result)
      })
      const [kept] = await new Promise<{ keys: CryptoKeyPair; thumbprint: string }[]>((resolve) => {
        const request = database.transaction('keys').objectStore('keys').getAll()
        request.onsuccess = () => resolve(request.result)
      })
      const exported = await crypto.subtle.exportKey('jwk', kept!.keys.privateKey).catch((error: Error) => error.name)
      return { exported, thumbprint: kept!.thumbprint }
    })
    expect(outcome.exported).toBe('InvalidAccessError')
    const { accessToken } = await readTokens(page)
    expect(JSON.parse(atob(accessToken.split('.')[1]!))).toMatchObject({ cnf: { jkt: outcome.thumbprint } })
  })

  it('lets a reader look, and tells that ordering is not allowed', async () => {
    context = await world.openContext()
    const page = await openPage()
    await signIn(page, 'linus')
    await page.getByLabel('Item').fill('Assam')
    await page.getByRole('button', { name: 'Order', exact: true }).click()
    await page.getByText('You may look at orders, but not place any.').waitFor()
  })

  it('survives a reload, without asking the provider', async () => {
    context = await world.openContext()
    const page = await openPage()
    await signIn(page)
    world.issuer.clearRequests()
    await page.reload()
    await isSignedIn(page)
    expect(countTokenRequests()).toBe(0)
  })

  it('is signed in in every tab, refreshes once for all of them, and takes the new tokens over everywhere', async () => {
    context = await world.openContext()
    const first = await openPage()
    await signIn(first)
    const others = [await openPage(), await openPage()]
    await Promise.all(others.map(isSignedIn))
    const before = await readTokens(first)
    world.issuer.clearRequests()
    await Promise.all([first, ...others].map(sleep))
    await expect.poll(async () => (await readTokens(first)).accessToken).not.toBe(before.accessToken)
    const after = await readTokens(first)
    for (const page of others) await expect.poll(async () => (await readTokens(page)).accessToken).toBe(after.accessToken)
    expect(countTokenRequests()).toBe(1)
    expect(after.refreshToken).not.toBe(before.refreshToken)
  })

  it('signs two tabs in at once', async () => {
    context = await world.openContext()
    const tabs = [await openPage(), await openPage()]
    for (const tab of tabs) await tab.getByRole('button', { name: 'Sign in', exact: true }).click()
    await enterPassword(tabs[0]!, 'ada')
    await isSignedIn(tabs[0]!)
    await enterPassword(tabs[1]!, 'ada')
    await isSignedIn(tabs[1]!)
    expect(await readText(tabs[1]!)).toContain('Ada Byron')
  })

  it('signs in in a window of its own', async () => {
    context = await world.openContext()
    const page = await openPage()
    const opened = context.waitForEvent('page')
    await page.getByRole('button', { name: 'Sign in in a window' }).click()
    const popup = await opened
    await enterPassword(popup, 'ada')
    await isSignedIn(page)
    await expect.poll(() => popup.isClosed()).toBe(true)
  })

  it('tells that the window was closed', async () => {
    context = await world.openContext()
    const page = await openPage()
    const opened = context.waitForEvent('page')
    await page.getByRole('button', { name: 'Sign in in a window' }).click()
    const popup = await opened
    await popup.locator('input[name=username]').waitFor()
    await popup.close()
    await page.getByText('The sign-in was not completed.').waitFor()
  })

  it('RFC 9470: asks for a second factor where the API wants one, and goes on', async () => {
    context = await world.openContext()
    const page = await openPage()
    await signIn(page)
    await page.getByRole('button', { name: 'Ask for a refund' }).click()
    await page.getByRole('button', { name: 'Confirm that it is you' }).click()
    await page.locator('input[name=code], input[name=password]').first().waitFor()
    if (await page.locator('input[name=password]').isVisible()) await enterPassword(page, 'ada')
    await page.locator('input[name=code]').fill('246810')
    await page.locator('form button').first().click()
    await isSignedIn(page)
    expect(await readText(page)).toContain('Password and code')
    await page.getByRole('button', { name: 'Ask for a refund' }).click()
    await page.getByText('The refund is on its way.').waitFor()
  })

  it('signs out in every tab, and at the provider', async () => {
    context = await world.openContext()
    const [page, other] = [await openPage(), await openPage()]
    await signIn(page)
    await isSignedIn(other)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await isSignedOut(other)
    await page.getByRole('button', { name: 'Sign out' }).click() // the provider asks, too
    await isSignedOut(page)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.locator('input[name=password]').waitFor()
  })

  it('notices that the sign-in was ended elsewhere', async () => {
    context = await world.openContext()
    const page = await openPage()
    await signIn(page)
    const { refreshToken } = await readTokens(page)
    const form = { client_id: world.issuer.clients.spa.clientId, token: refreshToken }
    const revoked = await fetch(`${world.issuer.issuer}/token/revocation`, { method: 'POST', body: new URLSearchParams(form) })
    expect(revoked.status).toBe(200)
    await sleep(page)
    await isSignedOut(page)
  })

  it('goes on with its token while the provider is down', async () => {
    context = await world.openContext()
    const page = await openPage()
    await signIn(page)
    await world.issuer.fail('unavailable')
    await sleep(page)
    await page.getByText('A refresh failed').waitFor()
    await world.issuer.fail('none')
    await isSignedIn(page)
  })

  it.each(['/callback?code=evil&state=evil', '/callback?error=access_denied&state=evil', '/callback?code=a&code=b&state=c'])(
    'takes nothing from an address that answers no sign-in: %s',
    async (path) => {
      context = await world.openContext()
      const page = await context.newPage()
      await page.goto(world.spa.url + path)
      await page.getByRole('alert').waitFor()
      await isSignedOut(page)
      expect(page.url()).toBe(`${world.spa.url}/`)
    },
  )
})
