import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillIn, Stage, type Visitor } from './stage.ts'

let stage: Stage

// A token that lives for two seconds is due for a refresh from its first day on: every request of the proxy refreshes.
beforeAll(async () => {
  stage = await Stage.open({ accessTokenTtlSeconds: 2, environment: { SESSION_STORE: 'cookie' } })
})
afterAll(() => stage[Symbol.asyncDispose]())

/** Leaves the site, and is back once the access token has expired, by what the site says of it. */
async function stayAway(visitor: Visitor): Promise<void> {
  await visitor.page.goto('about:blank')
  await waitForExpiry(visitor)
}

async function waitForExpiry(visitor: Visitor): Promise<void> {
  const { accessTokenExpiresAt } = (await (await visitor.request('/auth/session')).json()) as { accessTokenExpiresAt: number }
  await expect.poll(() => Date.now() / 1000 > accessTokenExpiresAt, { timeout: 10_000, interval: 100 }).toBe(true)
}

describe('staying signed in', () => {
  it('tabs that navigate in parallel refresh without losing the session', async () => {
    const visitor = await stage.newVisitor()
    await visitor.signIn('/profile')
    const { context } = visitor
    const tabs = await Promise.all([1, 2, 3, 4, 5].map(() => context.newPage()))
    for (const path of ['/orders', '/payment', '/profile']) {
      await Promise.all(tabs.map((tab) => tab.goto(path)))
      expect(tabs.map((tab) => new URL(tab.url()).pathname)).toEqual(tabs.map(() => path))
    }
    const refreshes = stage.world.issuer.requests.filter(({ endpoint }) => endpoint === 'token').length
    expect(refreshes).toBeGreaterThan(1)
  })

  it('clicking about while tokens are replaced shows every page', async () => {
    const visitor = await stage.newVisitor()
    const { page } = visitor
    await visitor.signIn('/profile')
    for (const name of ['Orders', 'Payment', 'Admin', 'Profile', 'Orders']) {
      await page.click(`nav >> text=${name}`)
      await page.waitForURL(`**/${name.toLowerCase()}`)
      expect(await page.innerText('h1 >> visible=true')).not.toContain('cannot')
    }
  })

  it('what is begun after the token has expired is done all the same: a route handler, and a server action', async () => {
    const visitor = await stage.newVisitor()
    const { page } = visitor
    await visitor.signIn('/orders')
    await waitForExpiry(visitor)
    await page.fill('#item', 'Walnut bowl')
    await page.click('main >> button >> text=Order')
    await page.waitForSelector('li >> text=Walnut bowl')
    await page.goto('/payment')
    await waitForExpiry(visitor)
    await page.click('text=Pay €')
    await fillIn(page) // the second factor that it takes
    await page.waitForURL('**/payment')
    await waitForExpiry(visitor)
    await page.click('text=Pay €')
    await page.waitForSelector('text=Paid, Ada Byron')
  })

  it('an outage of the provider is told as one, and the session outlives it', async () => {
    const visitor = await stage.newVisitor()
    const { page } = visitor
    await visitor.signIn('/profile')
    await stayAway(visitor)
    await stage.world.issuer.fail('unavailable')
    try {
      const unavailable = page.waitForResponse((response) => response.url().includes('/auth/refresh'))
      await page.goto('/profile')
      expect((await unavailable).status()).toBe(503)
      await page.waitForURL('**/auth/refresh?*')
      expect(await page.content()).not.toContain('ada@example.com')
      const answer = await visitor.request('/api/whoami')
      expect([answer.status(), answer.headers()['retry-after']]).toEqual([503, expect.stringMatching(/^\d+$/)])
      expect((await visitor.request('/')).status()).toBe(200)
    } finally {
      await stage.world.issuer.fail('none')
    }
    await expect.poll(async () => (await visitor.request('/api/whoami')).status(), { timeout: 40_000, interval: 250 }).toBe(200)
    await page.goto('/profile')
    expect(await page.innerText('main')).toContain('ada@example.com')
  })
})
