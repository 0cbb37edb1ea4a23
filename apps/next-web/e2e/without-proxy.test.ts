import { createTestIssuer } from '@auth/tokens/testing'
import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildVariant } from './build-variant.ts'
import { fillIn, Stage } from './stage.ts'

let stage: Stage

// The file proxy.ts is not there, and pages are rendered before anything is sent: what a page's guard decides is its status.
beforeAll(async () => {
  const folder = await buildVariant({ name: 'without-proxy', without: ['proxy.ts'], isPlain: true })
  stage = await Stage.open({ folder })
})
afterAll(() => stage[Symbol.asyncDispose]())

const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${stage.url}${path}`, { redirect: 'manual', headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate', ...headers } })

describe('without the proxy', () => {
  it.each(['/profile', '/orders', '/admin', '/payment'])('%s sends whoever has no session to the sign-in', async (path) => {
    const response = await ask(path)
    expect(response.status).toBe(307)
    expect(new URL(response.headers.get('location')!, stage.url).pathname).toBe('/auth/login')
    expect(await response.text()).not.toMatch(/1,284|Nothing ordered/)
  })

  it('a server action is guarded by itself', async () => {
    const visitor = await stage.newVisitor()
    const { page } = visitor
    await page.goto('/profile')
    await fillIn(page)
    await page.waitForURL(`${stage.url}/`)
    await page.goto('/payment')
    await visitor.context.clearCookies({ name: /auth/ })
    await page.click('text=Pay €')
    await page.waitForURL((url) => url.pathname === '/payment' || url.origin === stage.world.issuer.issuer)
    expect(await page.content()).not.toContain('Paid')
  })

  it('a page whose session has all it asks for is shown, and one that asks for more is a 403', async () => {
    const [ada, linus] = await Promise.all([stage.newVisitor(), stage.newVisitor()])
    await ada.page.goto('/admin')
    await fillIn(ada.page)
    // Without the proxy nobody tells a page its address: people come back to the start page.
    await ada.page.waitForURL(`${stage.url}/`)
    expect((await ada.page.goto('/admin'))?.status()).toBe(200)
    expect(await ada.page.innerText('main')).toContain('1,284.50')
    await linus.page.goto('/profile')
    await fillIn(linus.page, 'linus')
    await linus.page.waitForURL(`${stage.url}/`)
    expect((await linus.page.goto('/admin'))?.status()).toBe(403)
    expect(await linus.page.content()).not.toContain('1,284.50')
  })

  it('a payment leads to the second factor, and then is made', async () => {
    const { page } = await stage.newVisitor()
    await page.goto('/payment')
    await fillIn(page)
    await page.waitForURL(`${stage.url}/`)
    await page.goto('/payment')
    await page.click('text=Pay €')
    await page.waitForSelector('#code')
    await fillIn(page)
    await page.waitForURL('**/payment')
    expect(await page.innerText('main')).toContain('second factor given')
    await page.click('text=Pay €')
    await page.waitForSelector('text=Paid, Ada Byron')
  })
})

describe('a route handler', () => {
  const whoami = async (headers: Record<string, string>) => {
    const response = await fetch(`${stage.url}/api/whoami`, { headers })
    return { status: response.status, challenge: response.headers.get('www-authenticate') ?? '', body: (await response.json()) as unknown }
  }
  const sign = (claims: object = {}): Promise<string> => stage.world.issuer.signAccessToken({ sub: 'robot', ...claims })

  it('takes an access token of a program, and judges it by itself', async () => {
    expect(await whoami({ authorization: `Bearer ${await sign()}` })).toMatchObject({
      status: 200,
      body: { via: 'token', subject: 'robot' },
    })
    const stranger = await (await createTestIssuer()).sign({})
    for (const token of [await sign({ exp: 1 }), await sign({ aud: 'https://other.example' }), 'e30.e30.x', stranger]) {
      expect(await whoami({ authorization: `Bearer ${token}` })).toMatchObject({
        status: 401,
        challenge: expect.stringContaining('invalid_token'),
      })
    }
  })

  it('takes a token that is bound to a key with a proof of that key only, once', async () => {
    const keyPair = await DPoPKeyPair.generate()
    const accessToken = await sign({ cnf: { jkt: keyPair.thumbprint } })
    const proof = await keyPair.createProof({ method: 'GET', url: `${stage.url}/api/whoami`, accessToken })
    const withProof = { authorization: `DPoP ${accessToken}`, dpop: proof }
    expect(await whoami(withProof)).toMatchObject({ status: 200, body: { via: 'token' } })
    expect(await whoami(withProof)).toMatchObject({ status: 401, body: { code: 'DPOP_6004' } })
    expect(await whoami({ authorization: `Bearer ${accessToken}` })).toMatchObject({ status: 401 })
  })

  it('does not fall back to the session when a token is bad', async () => {
    const visitor = await stage.newVisitor()
    await visitor.page.goto('/profile')
    await fillIn(visitor.page)
    await visitor.page.waitForURL(`${stage.url}/`)
    const ask = async (headers: Record<string, string>): Promise<number> => (await visitor.request('/api/whoami', { headers })).status()
    expect([await ask({}), await ask({ authorization: 'Bearer e30.e30.x' })]).toEqual([200, 401])
  })
})
