import { createPublicKey } from 'node:crypto'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, importJWK, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientCertificateHeader, demoCertificate, type Issuer, startIssuer } from './index.ts'
import { Browser, createAuthorizationRequest } from '../test/browser.ts'
import { post, requestToken } from '../test/request-token.ts'

let issuer: Issuer
const errors: Error[] = []
const resources = (['RS256', 'PS256', 'ES256', 'EdDSA'] as const).map((algorithm) => ({
  identifier: `https://${algorithm.toLowerCase()}.example.com`,
  algorithm,
}))
beforeAll(async () => {
  issuer = await startIssuer({ resources, onError: (error) => errors.push(error) })
})
afterAll(async () => {
  await issuer.close()
  expect(errors).toEqual([])
})

const verify = (token: string, audience = 'https://api.example.com') =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${issuer.issuer}/jwks`)), { issuer: issuer.issuer, audience, typ: 'at+jwt' })

const assertion = async (clientId: string, key: Parameters<SignJWT['sign']>[0], alg: string) => ({
  client_id: clientId,
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: await new SignJWT({ iss: clientId, sub: clientId, aud: issuer.issuer, jti: crypto.randomUUID() })
    .setProtectedHeader({ alg })
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(key),
})
const credentials = { grant_type: 'client_credentials', scope: 'orders:read' }

describe('startIssuer', () => {
  it('publishes its metadata under its own issuer identifier, whatever the Host header says', async () => {
    const response = await fetch(`${issuer.issuer.replace('127.0.0.1', 'localhost')}/.well-known/openid-configuration`)
    expect(await response.json()).toMatchObject({
      issuer: issuer.issuer,
      jwks_uri: `${issuer.issuer}/jwks`,
      token_endpoint: `${issuer.issuer}/token`,
    })
  })

  it('answers RFC 8414 metadata too', async () => {
    const response = await fetch(`${issuer.issuer}/.well-known/oauth-authorization-server`)
    expect(await response.json()).toMatchObject({ issuer: issuer.issuer })
  })

  it('publishes no private part of a key', async () => {
    const { keys } = (await (await fetch(`${issuer.issuer}/jwks`)).json()) as { keys: Record<string, unknown>[] }
    expect(keys).toHaveLength(3)
    for (const key of keys) expect(Object.keys(key)).not.toEqual(expect.arrayContaining(['d']))
  })

  it('gives a service an at+jwt for the default API', async () => {
    const { access_token: token, token_type } = await requestToken(issuer)
    expect(token_type).toBe('Bearer')
    expect((await verify(token)).payload).toMatchObject({ sub: 'demo-service', client_id: 'demo-service', scope: 'orders:read' })
  })

  it.each(resources)('signs with $algorithm for the API that wants it', async ({ identifier, algorithm }) => {
    const { access_token: token } = await requestToken(issuer, { resource: identifier })
    expect((await verify(token, identifier)).protectedHeader.alg).toBe(algorithm)
  })

  it('refuses an API that it does not know', async () => {
    expect(await requestToken(issuer, { resource: 'https://unknown.example.com' })).toMatchObject({ status: 400, error: 'invalid_target' })
  })

  it('refuses a wrong secret', async () => {
    expect(await requestToken(issuer, {}, { ...issuer.clients.service, clientSecret: 'wrong' })).toMatchObject({
      status: 401,
      error: 'invalid_client',
    })
  })

  it('answers a browser at its root with what a developer needs', async () => {
    const html = await (await fetch(issuer.issuer)).text()
    for (const text of [issuer.issuer, 'demo-service', 'demo-ada', 'https://opaque.example.com']) expect(html).toContain(text)
  })
})

describe('client authentication', () => {
  it('takes client_secret_post', async () => {
    const { clientId, clientSecret } = issuer.clients.servicePost
    const { access_token: token } = await post(issuer, '/token', { ...credentials, client_id: clientId, client_secret: clientSecret })
    expect((await verify(token)).payload.sub).toBe(clientId)
  })

  it('takes client_secret_jwt', async () => {
    const { clientId, clientSecret } = issuer.clients.serviceSecretJwt
    const { access_token: token } = await post(issuer, '/token', {
      ...credentials,
      ...(await assertion(clientId, new TextEncoder().encode(clientSecret), 'HS256')),
    })
    expect((await verify(token)).payload.sub).toBe(clientId)
  })

  it('takes private_key_jwt, each assertion once', async () => {
    const { clientId, privateKey } = issuer.clients.serviceKey
    const form = { ...credentials, ...(await assertion(clientId, await importJWK(privateKey, 'ES256'), 'ES256')) }
    const { access_token: token } = await post(issuer, '/token', form)
    expect((await verify(token)).payload.sub).toBe(clientId)
    expect(await post(issuer, '/token', form)).toMatchObject({ status: 401, error: 'invalid_client' })
  })

  it('takes a certificate from the header of RFC 9440 and binds the token to it', async () => {
    const form = { ...credentials, client_id: issuer.clients.serviceTls.clientId }
    const { access_token: token } = await post(issuer, '/token', form, undefined, { [clientCertificateHeader]: `:${demoCertificate}:` })
    expect((await verify(token)).payload['cnf']).toEqual({ 'x5t#S256': expect.stringMatching(/^[\w-]{43}$/) })
    expect(await post(issuer, '/token', form)).toMatchObject({ status: 401, error: 'invalid_client' })
  })
})

describe('signAccessToken', () => {
  it('makes a token that is good for the default API', async () => {
    const { payload } = await verify(await issuer.signAccessToken())
    expect(payload).toMatchObject({ sub: 'demo-service', scope: 'orders:read orders:write' })
  })

  it('signs whatever claims it is given, with its own key', async () => {
    const token = await issuer.signAccessToken({ aud: 'https://other.example.com', exp: 1 })
    expect(decodeJwt(token)).toMatchObject({ aud: 'https://other.example.com', exp: 1 })
    await expect(verify(token, 'https://other.example.com')).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' })
  })

  it('runs on the clock of the options', async () => {
    await using past = await startIssuer({ now: () => 1_000_000 })
    expect(decodeJwt(await past.signAccessToken())).toMatchObject({ iat: 1000, exp: 1600 })
  })
})

describe('options', () => {
  it('give the default API its identifier, algorithm and life time', async () => {
    await using other = await startIssuer({ audience: 'https://orders.example.com', algorithm: 'EdDSA', accessTokenTtlSeconds: 7 })
    const { access_token: token } = await requestToken(other)
    expect(decodeProtectedHeader(token).alg).toBe('EdDSA')
    expect(decodeJwt(token)).toMatchObject({ aud: 'https://orders.example.com' })
    expect(Number(decodeJwt(token).exp) - Number(decodeJwt(token).iat)).toBe(7)
  })

  it('give more paths to be sent back to, on any port and by either name of loopback', async () => {
    await using other = await startIssuer({ callbackPaths: ['/login/callback'] })
    for (const redirect_uri of ['http://127.0.0.1:1234/login/callback', 'http://localhost:5678/login/callback']) {
      const { url } = createAuthorizationRequest(other, other.clients.web, { redirect_uri })
      expect((await new Browser(other).open(url)).html).toContain('Sign in')
    }
  })

  it('give a port, which must be free', async () => {
    const { port } = new URL(issuer.issuer)
    await expect(startIssuer({ port: Number(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})

describe('rotateKeys', () => {
  it('signs with new keys and keeps what the old ones signed good', async () => {
    await using rotating = await startIssuer()
    const keys = createRemoteJWKSet(new URL(`${rotating.issuer}/jwks`), { cooldownDuration: 0, cacheMaxAge: 0 })
    const before = (await requestToken(rotating)).access_token
    await rotating.rotateKeys()
    const after = (await requestToken(rotating)).access_token
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid)
    for (const token of [before, after]) await expect(jwtVerify(token, keys)).resolves.toBeDefined()
  })

  it('withdraws the old keys when it is asked to', async () => {
    await using rotating = await startIssuer()
    const before = (await requestToken(rotating)).access_token
    await rotating.rotateKeys({ dropOld: true })
    const { keys } = (await (await fetch(`${rotating.issuer}/jwks`)).json()) as { keys: { kid: string }[] }
    expect(keys).toHaveLength(3)
    expect(keys.map(({ kid }) => kid)).not.toContain(decodeProtectedHeader(before).kid)
  })

  it('makes keys that differ from one issuer to the next', async () => {
    await using other = await startIssuer()
    const [ours, theirs] = await Promise.all(
      [issuer, other].map(
        async ({ issuer: url }) => (await (await fetch(`${url}/jwks`)).json()) as { keys: { kid: string; kty: string }[] },
      ),
    )
    expect(ours?.keys.map(({ kid }) => kid)).not.toEqual(theirs?.keys.map(({ kid }) => kid))
    expect(createPublicKey({ key: { ...ours?.keys[0] }, format: 'jwk' }).asymmetricKeyType).toBe('rsa')
  })
})

describe('fail', () => {
  it('makes one endpoint fail and leaves the others', async () => {
    await issuer.fail('error', { endpoint: 'jwks' })
    expect((await fetch(`${issuer.issuer}/jwks`)).status).toBe(500)
    expect((await requestToken(issuer)).status).toBe(200)
    await issuer.fail('none', { endpoint: 'jwks' })
    expect((await fetch(`${issuer.issuer}/jwks`)).status).toBe(200)
  })
})

describe('requests', () => {
  it('are logged and counted by endpoint, without their query', async () => {
    issuer.clearRequests()
    await requestToken(issuer)
    await fetch(`${issuer.issuer}/jwks?secret=1`)
    expect(issuer.requests).toEqual([
      { endpoint: 'token', method: 'POST', path: '/token', status: 200 },
      { endpoint: 'jwks', method: 'GET', path: '/jwks', status: 200 },
    ])
    expect([issuer.requestCount('token'), issuer.requestCount('discovery'), issuer.requestCount()]).toEqual([1, 0, 2])
  })
})
