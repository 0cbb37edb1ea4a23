import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Issuer, startIssuer } from '../index.ts'
import { Browser, createAuthorizationRequest } from '../../test/browser.ts'
import { post } from '../../test/request-token.ts'
import { signIn, typeIn } from '../../test/sign-in.ts'

let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())

async function startDevice() {
  const device = await post(issuer, '/device/auth', { scope: 'openid orders:read' }, issuer.clients.device)
  const poll = () =>
    post(
      issuer,
      '/token',
      { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: String(device['device_code']) },
      issuer.clients.device,
    )
  const userCode = String(device['user_code'])
  return { poll, userCode, uri: String(device['verification_uri']) }
}

describe('a device', () => {
  it('waits, and gets its tokens when the code was typed in, confirmed and signed in for', async () => {
    const { poll, userCode, uri } = await startDevice()
    expect(await poll()).toMatchObject({ status: 400, error: 'authorization_pending' })
    const browser = new Browser(issuer)
    const confirm = await browser.submit(await browser.open(uri), { user_code: userCode.toLowerCase() })
    expect(confirm.html).toContain(userCode)
    const done = await typeIn(browser, await browser.submit(confirm, {}), issuer.users[0])
    expect(done.html).toContain('The device is signed in.')
    expect(await poll()).toMatchObject({
      status: 200,
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      id_token: expect.any(String),
    })
  })

  it('is told when the person stops', async () => {
    const { poll, userCode, uri } = await startDevice()
    const browser = new Browser(issuer)
    const confirm = await browser.submit(await browser.open(uri), { user_code: userCode })
    expect((await browser.submit(confirm, { abort: 'yes' })).html).toContain('You stopped the request.')
    expect(await poll()).toMatchObject({ status: 400, error: 'access_denied' })
  })

  it('is told when the person cancels the sign-in', async () => {
    const { poll, userCode, uri } = await startDevice()
    const browser = new Browser(issuer)
    const page = await browser.submit(await browser.submit(await browser.open(uri), { user_code: userCode }), {})
    expect((await browser.submit(page, { action: 'cancel' })).html).toContain('You stopped the request.')
    expect(await poll()).toMatchObject({ error: 'access_denied' })
  })

  it.each([
    ['', 'Type in a code first.'],
    ['XXXX-XXXX', 'There is no such code.'],
  ])('with the code "%s" is answered on the same page', async (user_code, text) => {
    const browser = new Browser(issuer)
    const page = await browser.submit(await browser.open(`${issuer.issuer}/device`), { user_code })
    expect(page.html).toContain(text)
    expect(page.html).toContain('Connect a device')
  })
})

describe('signing out', () => {
  const signedIn = async () => {
    const browser = new Browser(issuer)
    const { url } = createAuthorizationRequest(issuer, issuer.clients.web)
    await typeIn(browser, await browser.open(url), issuer.users[0])
    return { browser, url }
  }
  const endSession = (params: Record<string, string> = {}) => `${issuer.issuer}/session/end?${new URLSearchParams(params)}`

  it('asks, ends the session and goes back to the client', async () => {
    const { browser, url } = await signedIn()
    const page = await browser.open(
      endSession({ client_id: 'demo-web', post_logout_redirect_uri: 'http://127.0.0.1:45678/signed-out', state: 's' }),
    )
    expect(page.html).toContain('Example web application')
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://127.0.0.1:45678")
    expect((await browser.submit(page, { logout: 'yes' })).url.href).toBe('http://127.0.0.1:45678/signed-out?state=s')
    expect((await browser.open(url)).html).toContain('Sign in')
  })

  it('takes the ID token as a hint', async () => {
    const { id_token } = await signIn(issuer, issuer.clients.web, issuer.users[0])
    const { browser } = await signedIn()
    expect((await browser.open(endSession({ id_token_hint: id_token }))).html).toContain('Example web application')
  })

  it('says so when there is nowhere to go back to', async () => {
    const { browser } = await signedIn()
    expect((await browser.submit(await browser.open(endSession()), { logout: 'yes' })).html).toContain('Signed out')
  })

  it('can be declined', async () => {
    const { browser, url } = await signedIn()
    await browser.submit(await browser.open(endSession()), {})
    expect((await browser.open(url)).url.searchParams.has('code')).toBe(true)
  })
})

describe('an error that cannot go back to the client', () => {
  it('is shown as a page to a browser', async () => {
    const page = await new Browser(issuer).open(
      createAuthorizationRequest(issuer, issuer.clients.web, { redirect_uri: 'https://evil.example.com/' }).url,
    )
    expect(page.status).toBe(400)
    expect(page.html).toContain('invalid_redirect_uri')
    expect(page.headers.get('content-type')).toContain('text/html')
  })
})
