import { CallbackError, InvalidGrantError, TokenInvalidError, TokenRefreshError } from '@auth/core-errors'
import { type Issuer, startIssuer } from 'issuer'
import { decodeJwt, generateKeyPair } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AuthPlatformClient, type AuthPlatformConfig, none, privateKeyJwt, type TokenResponse } from '../src/index.ts'
import { Browser } from './browser.ts'

const audience = 'https://api.example.com'
const redirectUri = 'http://127.0.0.1:45678/callback'
let issuer: Issuer

beforeAll(async () => {
  issuer = await startIssuer({ audience })
})
afterAll(() => issuer.close())
afterEach(async () => {
  await issuer.fail('none')
  issuer.setDPoPNonce('optional')
  issuer.clearRequests()
})

function web(more: Partial<AuthPlatformConfig> = {}): AuthPlatformConfig {
  const { clientId, clientSecret } = issuer.clients.web
  return {
    baseUrl: issuer.issuer,
    clientId,
    clientSecret,
    audience,
    redirectUri,
    scopes: ['openid', 'profile', 'offline_access', 'orders:read'],
    retryDelaySeconds: 0.001,
    allowInsecureLoopback: true,
    ...more,
  }
}

/** The whole way of a sign-in, as a program would go it. */
async function signIn(
  client: AuthPlatformClient,
  parameters: Parameters<AuthPlatformClient['authorization']['buildAuthorizationUrl']>[0] = {},
): Promise<TokenResponse> {
  const request = await client.authorization.buildAuthorizationUrl({ prompt: 'consent', ...parameters })
  const callback = await new Browser(issuer.issuer).signIn(request.url, issuer.users[0])
  const { state: expectedState, issuer: expectedIssuer, responseMode, nonce, pkce, maxAgeSeconds } = request
  const result = await client.authorization.parseCallbackUrl(callback, { expectedState, expectedIssuer, responseMode })
  if (result.error) throw result.error
  return client.exchangeCode({ code: result.code, codeVerifier: pkce?.codeVerifier, nonce, maxAgeSeconds, issuer: result.issuer })
}

describe('a sign-in at a real provider', () => {
  it('gives an access token that is good, and the claims of a checked ID token', async () => {
    await using client = new AuthPlatformClient(web())
    const tokens = await signIn(client)
    expect(tokens).toMatchObject({ tokenType: 'Bearer', refreshToken: expect.any(String) })
    expect(tokens.idTokenClaims).toMatchObject({ iss: issuer.issuer, aud: issuer.clients.web.clientId, sub: issuer.users[0].id })
    expect(await client.validateToken(tokens.accessToken)).toMatchObject({ aud: audience, sub: issuer.users[0].id })
  })

  it('is done by a public client with PKCE', async () => {
    const { clientId } = issuer.clients.app
    await using client = new AuthPlatformClient(web({ clientId, clientSecret: undefined, clientAuthentication: none() }))
    expect((await signIn(client)).idTokenClaims?.aud).toBe(clientId)
  })

  it('as recent as was asked for passes max_age', async () => {
    await using client = new AuthPlatformClient(web())
    expect((await signIn(client, { maxAgeSeconds: 600 })).idTokenClaims?.auth_time).toBeGreaterThan(Date.now() / 1000 - 600)
  })

  it('is refused when the ID token has another nonce', async () => {
    await using client = new AuthPlatformClient(web())
    const request = await client.authorization.buildAuthorizationUrl()
    const callback = await new Browser(issuer.issuer).signIn(request.url, issuer.users[0])
    const { code = '' } = await client.authorization.parseCallbackUrl(callback, { expectedState: request.state })
    const exchange = client.exchangeCode({ code, codeVerifier: request.pkce?.codeVerifier, nonce: 'another' })
    await expect(exchange).rejects.toMatchObject({ constructor: TokenInvalidError, details: { check: 'nonce' } })
  })

  it('a code works once', async () => {
    await using client = new AuthPlatformClient(web())
    const request = await client.authorization.buildAuthorizationUrl()
    const callback = await new Browser(issuer.issuer).signIn(request.url, issuer.users[0])
    const { code = '' } = await client.authorization.parseCallbackUrl(callback, { expectedState: request.state })
    const parameters = { code, codeVerifier: request.pkce?.codeVerifier, nonce: request.nonce }
    await client.exchangeCode(parameters)
    await expect(client.exchangeCode(parameters)).rejects.toThrow(InvalidGrantError)
  })

  it('two-server mix-up: a code that another provider gave is not sent', async () => {
    await using client = new AuthPlatformClient(web())
    await client.authorization.buildAuthorizationUrl()
    issuer.clearRequests()
    const exchange = client.exchangeCode({ code: 'c', codeVerifier: 'v'.repeat(43), issuer: 'https://other.example' })
    await expect(exchange).rejects.toMatchObject({ constructor: CallbackError, reason: 'issuer_mismatch' })
    expect(issuer.requestCount('token')).toBe(0)
  })

  it('a prompt that may not be shown is told as a login that is needed', async () => {
    await using client = new AuthPlatformClient(web())
    const request = await client.authorization.buildAuthorizationUrl({ prompt: 'none' })
    const { url } = await new Browser(issuer.issuer).open(request.url)
    const result = await client.authorization.parseCallbackUrl(url, { expectedState: request.state })
    expect(result.error).toMatchObject({ name: 'LoginRequiredError', details: { oauthError: 'login_required' } })
  })
})

describe('the ways of an authorization request', () => {
  it('pushed: the front channel carries only client_id and request_uri (RFC 9126)', async () => {
    await using client = new AuthPlatformClient(web())
    const { url } = await client.pushAuthorizationRequest()
    expect([...new URL(url).searchParams.keys()]).toEqual(['client_id', 'request_uri'])
    expect((await signIn(client, { usePushedRequest: true })).idTokenClaims?.sub).toBe(issuer.users[0].id)
  })

  it('signed: a request object (RFC 9101)', async () => {
    await using registrar = new AuthPlatformClient(web())
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = { ...(await crypto.subtle.exportKey('jwk', publicKey)), kid: 'k', alg: 'ES256' }
    const { clientId, clientSecret } = await registrar.registerClient({
      redirect_uris: [redirectUri],
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      request_object_signing_alg: 'ES256',
      require_signed_request_object: true,
      jwks: { keys: [jwk] },
    })
    await using client = new AuthPlatformClient(
      web({ clientId, clientSecret, requestSigning: { key: privateKey, algorithm: 'ES256', kid: 'k' } }),
    )
    const { url } = await client.authorization.buildAuthorizationUrl()
    expect([...new URL(url).searchParams.keys()]).toEqual(['client_id', 'request'])
    const claims = { id_token: { auth_time: { essential: true } } }
    expect((await signIn(client, { maxAgeSeconds: 600, claims })).idTokenClaims?.aud).toBe(clientId)
  })

  it('answered with a signature: JARM', async () => {
    await using client = new AuthPlatformClient(web())
    expect((await signIn(client, { responseMode: 'query.jwt' })).idTokenClaims?.sub).toBe(issuer.users[0].id)
    expect((await signIn(client, { responseMode: 'jwt' })).idTokenClaims?.sub).toBe(issuer.users[0].id)
  })

  it('with rich authorization details (RFC 9396)', async () => {
    await using client = new AuthPlatformClient(web())
    const details = [{ type: 'payment', amount: '1.00' }]
    const tokens = await signIn(client, { authorizationDetails: details })
    expect(decodeJwt(tokens.accessToken)['authorization_details']).toEqual(details)
  })

  it('under FAPI 2: pushed, with DPoP, private_key_jwt and a PS256 ID token', async () => {
    const { clientId, privateKey } = issuer.clients.bank
    const config = web({ clientId, clientSecret: undefined, clientAuthentication: privateKeyJwt(privateKey), dpop: { enabled: true } })
    await using client = new AuthPlatformClient({ ...config, profile: 'fapi2' })
    issuer.setDPoPNonce('required')
    const tokens = await signIn(client)
    expect(tokens).toMatchObject({ tokenType: 'DPoP', idTokenClaims: { aud: clientId } })
    expect(decodeJwt(tokens.accessToken)['cnf']).toEqual({ jkt: expect.any(String) })
    const next = await client.refreshToken(tokens.refreshToken!, { previous: tokens.idTokenClaims })
    expect(next.tokenType).toBe('DPoP')
  })
})

describe('what comes after a sign-in', () => {
  it('a refresh gives new tokens of the same sign-in, and rotates', async () => {
    await using client = new AuthPlatformClient(web())
    const tokens = await signIn(client)
    const next = await client.refreshToken(tokens.refreshToken!, { previous: tokens.idTokenClaims })
    expect(next.accessToken).not.toBe(tokens.accessToken)
    expect(next.refreshToken).not.toBe(tokens.refreshToken)
    expect(next.idTokenClaims?.sub).toBe(tokens.idTokenClaims?.sub)
    expect((await client.refreshToken(next.refreshToken!, { scopes: ['openid'] })).scopes).toEqual(['openid'])
  })

  it('a refresh that the provider refuses is final, and one that it cannot answer is not', async () => {
    await using client = new AuthPlatformClient(web({ maxRetries: 0 }))
    await expect(client.refreshToken('unknown')).rejects.toMatchObject({
      constructor: TokenRefreshError,
      transient: false,
      httpStatus: 401,
    })
    await issuer.fail('unavailable', { endpoint: 'token' })
    await expect(client.refreshToken('unknown')).rejects.toMatchObject({ constructor: TokenRefreshError, transient: true, httpStatus: 503 })
  })

  it('userinfo is about the person of the ID token, and nobody else', async () => {
    await using client = new AuthPlatformClient(web({ audience: undefined, scopes: ['openid', 'profile', 'email'] }))
    const { accessToken, idTokenClaims } = await signIn(client)
    expect(await client.userInfo(accessToken, { subject: idTokenClaims!.sub })).toMatchObject({ sub: issuer.users[0].id })
    await expect(client.userInfo(accessToken, { subject: 'somebody-else' })).rejects.toMatchObject({ details: { check: 'sub' } })
    await expect(client.userInfo('no-token', { subject: null })).rejects.toThrow(TokenInvalidError)
  })

  it('signed userinfo is checked like every signature', async () => {
    await using registrar = new AuthPlatformClient(web())
    const { clientId, clientSecret } = await registrar.registerClient({
      redirect_uris: [redirectUri],
      application_type: 'native',
      userinfo_signed_response_alg: 'ES256',
    })
    await using client = new AuthPlatformClient(web({ clientId, clientSecret, audience: undefined, scopes: ['openid', 'profile'] }))
    const { accessToken, idTokenClaims } = await signIn(client)
    expect(await client.userInfo(accessToken, { subject: idTokenClaims!.sub })).toMatchObject({ aud: clientId })
  })

  it('a token can be introspected and revoked; revoking an unknown one changes nothing (RFC 7009)', async () => {
    await using client = new AuthPlatformClient(web())
    const { accessToken, refreshToken } = await signIn(client)
    expect(await client.introspectToken(accessToken)).toMatchObject({ active: true, sub: issuer.users[0].id })
    expect(await client.introspect(refreshToken!)).toMatchObject({ active: true })
    await client.revokeToken(refreshToken!, { tokenTypeHint: 'refresh_token' })
    expect(await client.introspectToken(refreshToken!)).toEqual({ active: false })
    await client.revokeToken(refreshToken!)
    await client.revokeToken('unknown')
  })

  it('a logout address is one that the provider takes, and its state comes back', async () => {
    await using client = new AuthPlatformClient(web())
    const { idToken } = await signIn(client)
    const { url, state } = await client.createLogoutUrl({ idToken, postLogoutRedirectUri: 'http://127.0.0.1:45678/signed-out' })
    const browser = new Browser(issuer.issuer)
    const page = await browser.open(url)
    const back = page.html === '' ? page.url : (await browser.submit(page, { logout: 'yes' })).url
    expect(back.searchParams.get('state')).toBe(state)
  })
})
