import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Issuer, startIssuer } from '../index.ts'
import { Browser, createAuthorizationRequest } from '../../test/browser.ts'
import { createDPoPKey } from '../../test/dpop-proof.ts'
import { post } from '../../test/request-token.ts'
import { exchange, signIn, typeIn } from '../../test/sign-in.ts'

let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())

const credentials = { grant_type: 'client_credentials', scope: 'orders:read' }
const postWithProof = (proof: string, form: Record<string, string> = credentials) =>
  post(issuer, '/token', form, issuer.clients.service, { dpop: proof })

describe('DPoP', () => {
  it('binds a token to the key of the proof, without a nonce unless one is required', async () => {
    const { jkt, prove } = await createDPoPKey()
    const tokens = await postWithProof(await prove(`${issuer.issuer}/token`))
    expect(tokens.token_type).toBe('DPoP')
    expect(decodeJwt(tokens.access_token)['cnf']).toEqual({ jkt })
  })

  it('asks for a nonce when one is required, and takes it', async () => {
    const { prove } = await createDPoPKey()
    issuer.setDPoPNonce('required')
    const refused = await postWithProof(await prove(`${issuer.issuer}/token`))
    expect(refused).toMatchObject({ status: 400, error: 'use_dpop_nonce' })
    const nonce = String(refused.headers.get('dpop-nonce'))
    expect(await postWithProof(await prove(`${issuer.issuer}/token`, { nonce }))).toMatchObject({ status: 200, token_type: 'DPoP' })
    issuer.setDPoPNonce('optional')
    expect(await postWithProof(await prove(`${issuer.issuer}/token`))).toMatchObject({ status: 200 })
  })

  it('requires a nonce from the start when the options say so', async () => {
    await using strict = await startIssuer({ dpopNonce: 'required' })
    const { prove } = await createDPoPKey()
    const dpop = await prove(`${strict.issuer}/token`)
    expect(await post(strict, '/token', credentials, strict.clients.service, { dpop })).toMatchObject({ error: 'use_dpop_nonce' })
  })

  it('keeps its nonces good over a rotation of the keys', async () => {
    const { prove } = await createDPoPKey()
    issuer.setDPoPNonce('required')
    const nonce = String((await postWithProof(await prove(`${issuer.issuer}/token`))).headers.get('dpop-nonce'))
    await issuer.rotateKeys()
    expect(await postWithProof(await prove(`${issuer.issuer}/token`, { nonce }))).toMatchObject({ status: 200 })
    issuer.setDPoPNonce('optional')
  })

  it('refuses a proof twice', async () => {
    const { prove } = await createDPoPKey()
    const proof = await prove(`${issuer.issuer}/token`)
    await postWithProof(proof)
    expect(await postWithProof(proof)).toMatchObject({ status: 400 })
  })

  it('works for token exchange', async () => {
    const { jkt, prove } = await createDPoPKey()
    const { access_token: token } = await postWithProof(await prove(`${issuer.issuer}/token`), {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: await issuer.signAccessToken({ sub: 'user-ada' }),
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    })
    expect(decodeJwt(token)['cnf']).toEqual({ jkt })
  })
})

describe('authorization requests', () => {
  const finish = async (url: string, request = createAuthorizationRequest(issuer, issuer.clients.web)) => {
    const browser = new Browser(issuer)
    const { url: callback } = await typeIn(browser, await browser.open(url), issuer.users[0])
    return { callback, tokens: await exchange(issuer, issuer.clients.web, callback, request) }
  }

  it('can be pushed (RFC 9126)', async () => {
    const request = createAuthorizationRequest(issuer, issuer.clients.web)
    const pushed = await post(issuer, '/request', { ...request.params }, issuer.clients.web)
    expect(pushed.status).toBe(201)
    const params = new URLSearchParams({ client_id: 'demo-web', request_uri: String(pushed['request_uri']) })
    const { tokens } = await finish(`${issuer.issuer}/auth?${params}`, request)
    expect(tokens.status).toBe(200)
  })

  it('can be signed (RFC 9101)', async () => {
    const request = createAuthorizationRequest(issuer, issuer.clients.web)
    const secret = new TextEncoder().encode(issuer.clients.web.clientSecret)
    const signed = await new SignJWT(request.params)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('demo-web')
      .setAudience(issuer.issuer)
      .sign(secret)
    const { tokens } = await finish(`${issuer.issuer}/auth?${new URLSearchParams({ client_id: 'demo-web', request: signed })}`, request)
    expect(tokens.status).toBe(200)
  })

  it('can be answered with a JWT (JARM)', async () => {
    const request = createAuthorizationRequest(issuer, issuer.clients.web, { response_mode: 'jwt' })
    const browser = new Browser(issuer)
    const { url } = await typeIn(browser, await browser.open(request.url), issuer.users[0])
    expect(decodeJwt(url.searchParams.get('response') ?? '')).toMatchObject({
      iss: issuer.issuer,
      aud: 'demo-web',
      state: 'the-state',
      code: expect.any(String),
    })
  })
})

describe('refresh tokens', () => {
  const refresh = (refreshToken: string, more: Record<string, string> = {}) =>
    post(issuer, '/token', { grant_type: 'refresh_token', refresh_token: refreshToken, ...more }, issuer.clients.web)

  it('rotate at every use, and a second use of one ends them all', async () => {
    const { refresh_token: first } = await signIn(issuer, issuer.clients.web, issuer.users[0])
    const { refresh_token: second } = await refresh(first)
    expect(second).not.toBe(first)
    expect(await refresh(first)).toMatchObject({ status: 400, error: 'invalid_grant' })
    expect(await refresh(second)).toMatchObject({ status: 400, error: 'invalid_grant' })
  })

  it('outlive a rotation of the keys', async () => {
    const { refresh_token: token } = await signIn(issuer, issuer.clients.web, issuer.users[0])
    await issuer.rotateKeys({ dropOld: true })
    expect(await refresh(token)).toMatchObject({ status: 200 })
  })

  it('give a token for userinfo when the scope is narrowed to the sign-in', async () => {
    const { refresh_token: token } = await signIn(issuer, issuer.clients.web, issuer.users[0])
    const { access_token } = await refresh(token, { scope: 'openid email' })
    const response = await fetch(`${issuer.issuer}/me`, { headers: { authorization: `Bearer ${access_token}` } })
    expect(await response.json()).toMatchObject({ sub: 'user-ada', email: 'ada@example.com' })
  })
})

describe('registration', () => {
  it('is open to everybody (RFC 7591), and what was registered outlives a rotation of the keys', async () => {
    const response = await fetch(`${issuer.issuer}/reg`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_types: ['client_credentials'], response_types: [], redirect_uris: [] }),
    })
    expect(response.status).toBe(201)
    const { client_id: clientId, client_secret: clientSecret } = (await response.json()) as { client_id: string; client_secret: string }
    await issuer.rotateKeys()
    const client = { ...issuer.clients.service, clientId, clientSecret }
    expect(await post(issuer, '/token', { grant_type: 'client_credentials' }, client)).toMatchObject({ status: 200 })
  })
})

describe('the FAPI 2 client', () => {
  const authenticate = async (aud: string | string[] = issuer.issuer) => {
    const { clientId, privateKey } = issuer.clients.bank
    const assertion = new SignJWT({ iss: clientId, sub: clientId, aud, jti: crypto.randomUUID() }).setProtectedHeader({ alg: 'ES256' })
    return {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion
        .setIssuedAt()
        .setExpirationTime('1m')
        .sign(await importJWK(privateKey, 'ES256')),
    }
  }
  const push = async (aud?: string | string[]) => {
    const request = createAuthorizationRequest(issuer, issuer.clients.bank)
    return { request, pushed: await post(issuer, '/request', { ...request.params, ...(await authenticate(aud)) }) }
  }

  it('pushes its request, authenticates with its key and gets a bound token', async () => {
    const { jkt, prove } = await createDPoPKey()
    const { request, pushed } = await push()
    const params = new URLSearchParams({ client_id: 'demo-bank', request_uri: String(pushed['request_uri']) })
    const browser = new Browser(issuer)
    const { url } = await typeIn(browser, await browser.open(`${issuer.issuer}/auth?${params}`), issuer.users[0])
    const form = {
      grant_type: 'authorization_code',
      code: url.searchParams.get('code') ?? '',
      redirect_uri: request.redirectUri,
      code_verifier: request.codeVerifier,
      ...(await authenticate()),
    }
    const tokens = await post(issuer, '/token', form, undefined, { dpop: await prove(`${issuer.issuer}/token`) })
    expect(decodeJwt(tokens.access_token)['cnf']).toEqual({ jkt })
    expect(decodeProtectedHeader(tokens.id_token).alg).toBe('PS256')
  })

  it('may not send its request through the browser', async () => {
    const { url } = await new Browser(issuer).open(createAuthorizationRequest(issuer, issuer.clients.bank).url)
    expect(url.searchParams.get('error')).toBe('invalid_request')
  })

  it.each([
    ['the token endpoint', () => `${issuer.issuer}/token`],
    ['a list', () => [issuer.issuer]],
  ])('may not address its assertion to %s', async (_what, aud) => {
    expect((await push(aud())).pushed).toMatchObject({ status: 401, error: 'invalid_client' })
  })
})
