import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillIn, Stage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage[Symbol.asyncDispose]())

const main = (page: Page): Promise<string> => page.innerText('main')

describe('signing in', () => {
  it('shows the public page to anybody, and nobody is sent anywhere for links that are in sight', async () => {
    const { page, context } = await stage.newVisitor()
    const asked = stage.world.issuer.requestCount('authorization')
    await page.goto('/', { waitUntil: 'networkidle' })
    await page.hover('text=Orders >> nth=0')
    await page.waitForLoadState('networkidle')
    expect(await main(page)).toContain('Plain things')
    expect(await context.cookies()).toEqual([])
    expect(stage.world.issuer.requestCount('authorization')).toBe(asked)
  })

  it('a guarded page leads to the provider and back to itself, query and all', async () => {
    const { page } = await stage.newVisitor()
    await page.goto('/orders?page=2')
    expect(new URL(page.url()).origin).toBe(stage.world.issuer.issuer)
    await fillIn(page)
    await page.waitForURL('**/orders?page=2')
    expect(await main(page)).toContain('Nothing ordered yet')
  })

  it('a link clicked in the running application does, too', async () => {
    const { page } = await stage.newVisitor()
    await page.goto('/', { waitUntil: 'networkidle' })
    await page.click('nav >> text=Profile')
    await page.waitForURL(`${stage.world.issuer.issuer}/**`)
    await fillIn(page)
    await page.waitForURL('**/profile')
    expect(await main(page)).toContain('ada@example.com')
  })

  it('the button signs in from where it is', async () => {
    const { page } = await stage.newVisitor()
    await page.goto('/')
    await page.click('header >> text=Sign in')
    await page.waitForURL(`${stage.world.issuer.issuer}/**`)
    await fillIn(page)
    await page.waitForURL(`${stage.url}/`)
    await page.waitForSelector('text=Good to see you, Ada Byron.')
  })

  it('five tabs that sign in at once each get to where they were going, whatever their order', async () => {
    const { context, page } = await stage.newVisitor()
    const tabs = [page, ...(await Promise.all([1, 2, 3, 4].map(() => context.newPage())))]
    await Promise.all(tabs.map((tab, index) => tab.goto(`/orders?tab=${index}`)))
    for (const index of [3, 0, 4, 2, 1]) {
      await fillIn(tabs[index]!)
      await tabs[index]!.waitForURL(`**/orders?tab=${index}`)
    }
    for (const tab of tabs) expect(await main(tab)).toContain('Nothing ordered yet')
  })

  it('a callback that comes twice changes nothing, and shows no error to who is signed in', async () => {
    const { page, ...visitor } = await stage.newVisitor()
    let callback = ''
    page.on('request', (request) => {
      if (request.url().startsWith(`${stage.url}/auth/callback`)) callback = request.url()
    })
    await page.goto('/profile')
    await fillIn(page)
    await page.waitForURL('**/profile')
    const tokenRequests = stage.world.issuer.requestCount('token')
    await page.goto(callback)
    expect(new URL(page.url()).pathname).not.toBe('/auth/callback')
    expect(stage.world.issuer.requestCount('token')).toBe(tokenRequests)
    await page.goto('/profile')
    expect(await main(page)).toContain('ada@example.com')
    expect(visitor.context.pages()).toHaveLength(1)
  })

  it('CVE-2025-55008, CVE-2025-55009: nothing that reaches the browser holds a token', async () => {
    const visitor = await stage.newVisitor()
    const { page, context } = visitor
    const seen: string[] = []
    page.on('response', (response) => {
      if (response.url().startsWith(stage.url))
        void response.text().then(
          (text) => seen.push(text),
          () => {},
        )
    })
    await visitor.signIn('/profile')
    for (const name of ['Orders', 'Payment', 'Admin', 'Profile']) {
      await page.click(`nav >> text=${name}`)
      await page.waitForURL(`**/${name.toLowerCase()}`)
    }
    await page.waitForLoadState('networkidle')
    expect(seen.length).toBeGreaterThan(5)
    // Every token of the provider that is no opaque string is a JWT, and every session cookie is sealed.
    for (const text of seen) {
      expect(text).not.toMatch(/eyJ[\w-]{10,}\.[\w-]{10,}/)
      for (const { value } of await context.cookies(stage.url)) expect(text).not.toContain(value.slice(0, 60))
    }
  })
})
