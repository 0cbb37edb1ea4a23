import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoOneTimeCode, type Issuer, startIssuer } from '../index.ts'
import { Browser, createAuthorizationRequest } from '../../test/browser.ts'
import { exchange, signIn, typeIn } from '../../test/sign-in.ts'

let issuer: Issuer
const errors: Error[] = []
beforeAll(async () => {
  issuer = await startIssuer({ onError: (error) => errors.push(error) })
})
afterAll(async () => {
  await issuer.close()
  expect(errors).toEqual([])
})

describe('the sign-in page', () => {
  it('ends in a code for a public client, and in an API token and an ID token for the code', async () => {
    const { app } = issuer.clients
    const tokens = await signIn(issuer, app, issuer.users[0], { nonce: 'the-nonce' })
    const keys = createRemoteJWKSet(new URL(`${issuer.issuer}/jwks`))
    const access = await jwtVerify(tokens.access_token, keys, { audience: 'https://api.example.com', typ: 'at+jwt' })
    const id = await jwtVerify(tokens.id_token, keys, { audience: app.clientId })
    expect(access.payload).toMatchObject({ sub: 'user-ada', scope: 'orders:read orders:write', roles: ['admin', 'editor'] })
    expect(id.payload).toMatchObject({ sub: 'user-ada', nonce: 'the-nonce', name: 'Ada Byron', email: 'ada@example.com' })
  })

  it('says the state and the issuer in the callback (RFC 9207)', async () => {
    const browser = new Browser(issuer)
    const { url } = await typeIn(browser, await browser.open(createAuthorizationRequest(issuer, issuer.clients.app).url), issuer.users[0])
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ state: 'the-state', iss: issuer.issuer })
  })

  it('refuses a code whose verifier does not fit', async () => {
    const browser = new Browser(issuer)
    const request = createAuthorizationRequest(issuer, issuer.clients.app)
    const { url } = await typeIn(browser, await browser.open(request.url), issuer.users[0])
    const tokens = await exchange(issuer, issuer.clients.app, url, { ...request, codeVerifier: 'x'.repeat(43) })
    expect(tokens).toMatchObject({ status: 400, error: 'invalid_grant' })
  })

  it('refuses a request without PKCE', async () => {
    const { url } = createAuthorizationRequest(issuer, issuer.clients.web)
    const bare = new URL(url)
    bare.searchParams.delete('code_challenge')
    bare.searchParams.delete('code_challenge_method')
    const { url: callback } = await new Browser(issuer).open(bare)
    expect(callback.searchParams.get('error')).toBe('invalid_request')
  })

  it('shows itself again after a wrong password, with the name still there and the password gone', async () => {
    const browser = new Browser(issuer)
    const page = await browser.open(createAuthorizationRequest(issuer, issuer.clients.app).url)
    const again = await typeIn(browser, page, { ...issuer.users[0], password: '"><script>' })
    expect(again.status).toBe(400)
    expect(again.html).toContain('The username or the password is wrong.')
    expect(again.html).toContain('value="ada"')
    expect(again.html).not.toContain('<script>')
  })

  it('fills in a person of the demo with one click and no script', async () => {
    const browser = new Browser(issuer)
    const page = await browser.open(createAuthorizationRequest(issuer, issuer.clients.app).url)
    const filled = await browser.open(new URL('?user=linus', page.url))
    expect(filled.html).toMatch(/id="password"[^>]*value="demo-linus"/)
    expect(filled.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('tells the client when the person cancels', async () => {
    const browser = new Browser(issuer)
    const page = await browser.open(createAuthorizationRequest(issuer, issuer.clients.app).url)
    const { url } = await browser.submit(page, { action: 'cancel' })
    expect(url.searchParams.get('error')).toBe('access_denied')
  })

  it('is left out while the session lasts, and required again by prompt=login', async () => {
    const browser = new Browser(issuer)
    const { url } = createAuthorizationRequest(issuer, issuer.clients.web)
    await typeIn(browser, await browser.open(url), issuer.users[0])
    expect((await browser.open(url)).url.searchParams.get('code')).not.toBeNull()
    expect((await browser.open(`${url}&prompt=login`)).html).toContain('Sign in')
    expect((await new Browser(issuer).open(`${url}&prompt=none`)).url.searchParams.get('error')).toBe('login_required')
  })

  it('answers with an error page when its cookie is gone', async () => {
    const page = await new Browser(issuer).open(`${issuer.issuer}/interaction/unknown`)
    expect(page.status).toBe(400)
    expect(page.html).toContain('This sign-in has expired')
  })

  it('lets the form lead to the client, which browsers hold against form-action', async () => {
    const page = await new Browser(issuer).open(createAuthorizationRequest(issuer, issuer.clients.app).url)
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://127.0.0.1:45678")
  })
})

describe('what a person is given', () => {
  it('leaves out scopes that the person may not have', async () => {
    const { access_token, scope } = await signIn(issuer, issuer.clients.web, issuer.users[1])
    expect(decodeJwt(access_token)['scope']).toBe('orders:read')
    expect(scope).toBe('orders:read')
  })

  it('is a token for userinfo when no API was asked for', async () => {
    const { access_token: token } = await signIn(issuer, issuer.clients.web, issuer.users[0], { scope: 'openid email roles' })
    const response = await fetch(`${issuer.issuer}/me`, { headers: { authorization: `Bearer ${token}` } })
    expect(await response.json()).toEqual({ sub: 'user-ada', email: 'ada@example.com', email_verified: true, roles: ['admin', 'editor'] })
  })
})

describe('a second factor', () => {
  const twoFactors = { acr_values: 'urn:demo:two-factor' }

  it('is asked for by acr_values and shown in the tokens', async () => {
    const browser = new Browser(issuer)
    const request = createAuthorizationRequest(issuer, issuer.clients.web, twoFactors)
    const { url } = await typeIn(browser, await browser.open(request.url), issuer.users[0], { code: demoOneTimeCode })
    const tokens = await exchange(issuer, issuer.clients.web, url, request)
    const expected = { acr: 'urn:demo:two-factor', amr: ['pwd', 'otp', 'mfa'], auth_time: expect.any(Number) }
    expect(decodeJwt(tokens.access_token)).toMatchObject(expected)
    expect(decodeJwt(tokens.id_token)).toMatchObject(expected)
  })

  it('is asked for although there is a session, when that session is weaker', async () => {
    const browser = new Browser(issuer)
    const weak = createAuthorizationRequest(issuer, issuer.clients.web)
    await typeIn(browser, await browser.open(weak.url), issuer.users[0])
    const strong = createAuthorizationRequest(issuer, issuer.clients.web, twoFactors)
    const page = await browser.open(strong.url)
    expect(page.html).toContain('One-time code')
    expect((await typeIn(browser, page, issuer.users[0], { code: demoOneTimeCode })).url.searchParams.has('code')).toBe(true)
    expect((await browser.open(strong.url)).url.searchParams.has('code')).toBe(true)
  })

  it('is refused when it is wrong', async () => {
    const browser = new Browser(issuer)
    const page = await browser.open(createAuthorizationRequest(issuer, issuer.clients.web, twoFactors).url)
    expect((await typeIn(browser, page, issuer.users[0], { code: '000000' })).html).toContain('The one-time code is wrong.')
  })
})

describe('the consent page', () => {
  const asking = { prompt: 'consent', scope: 'openid orders:read offline_access' }

  it('is shown when the client asks for it, and lets the person allow', async () => {
    const browser = new Browser(issuer)
    const request = createAuthorizationRequest(issuer, issuer.clients.web, asking)
    const page = await typeIn(browser, await browser.open(request.url), issuer.users[0])
    expect(page.html).toContain('Allow access?')
    const { url } = await browser.submit(page, { action: 'allow' })
    expect(await exchange(issuer, issuer.clients.web, url, request)).toMatchObject({ status: 200, refresh_token: expect.any(String) })
  })

  it('tells the client when the person says no', async () => {
    const browser = new Browser(issuer)
    const request = createAuthorizationRequest(issuer, issuer.clients.web, asking)
    const page = await typeIn(browser, await browser.open(request.url), issuer.users[0])
    const { url } = await browser.submit(page, { action: 'cancel' })
    expect(url.searchParams.get('error')).toBe('access_denied')
  })

  it('shows rich authorization details, which end up in the token', async () => {
    const details = [{ type: 'payment', amount: '12.50' }]
    const browser = new Browser(issuer)
    const request = createAuthorizationRequest(issuer, issuer.clients.web, { authorization_details: JSON.stringify(details) })
    const page = await typeIn(browser, await browser.open(request.url), issuer.users[0])
    expect(page.html).toContain('payment')
    const { url } = await browser.submit(page, { action: 'allow' })
    const { access_token: token } = await exchange(issuer, issuer.clients.web, url, request)
    expect(decodeJwt(token)['authorization_details']).toEqual(details)
  })
})
