import { DPoPKeyPair, DPoPNonceIssuer } from '@auth/pkce-dpop'
import express from 'express'
import { clientCertificateHeader, demoCertificate, type Issuer, startIssuer } from 'issuer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createExpressAuth } from '../src/index.ts'
import { serve, type TestServer } from './serve.ts'

// A proxy in front of the API would be called so: clients know this address alone.
const publicUrl = 'https://shop.example/api'
const audience = 'https://api.example.com'
let issuer: Issuer
let api: TestServer
let pair: DPoPKeyPair

beforeAll(async () => {
  issuer = await startIssuer({ audience, algorithm: 'ES256', dpopNonce: 'required' })
  pair = await DPoPKeyPair.generate()
  const nonce = new DPoPNonceIssuer({ secrets: [crypto.randomUUID()] })
  const { requireAuth, requiredScopes } = createExpressAuth({
    issuer: issuer.issuer,
    audience,
    publicUrl,
    dpop: { nonce },
    introspection: { introspect },
    getCertificate,
    allowInsecureLoopback: true,
  })
  const app = express()
  app.get(
    '/me',
    requireAuth(),
    (request, response) => void response.json({ client: request.auth?.claims.client_id, scheme: request.auth?.scheme }),
  )
  app.get('/orders', requiredScopes('orders:read'), (_request, response) => void response.json({ orders: [] }))
  app.get('/checked', requireAuth({ introspect: true }), (_request, response) => void response.json({ checked: true }))
  app.get('/recent', requireAuth({ acr: 'urn:demo:two-factor', maxAgeSeconds: 300 }), (_request, response) => void response.json({}))
  api = await serve(app)
})
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await issuer.close()
})

function basic({ clientId, clientSecret }: { clientId: string; clientSecret: string }): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
}

async function post(
  path: string,
  client: { clientId: string; clientSecret: string },
  form: Record<string, string>,
  dpop?: string,
): Promise<Response> {
  const headers = { authorization: basic(client), ...(dpop !== undefined && { dpop }) }
  return fetch(`${issuer.issuer}${path}`, { method: 'POST', headers, body: new URLSearchParams(form) })
}

async function introspect(token: string): Promise<{ active: boolean }> {
  return (await (await post('/token/introspection', issuer.clients.api, { token })).json()) as { active: boolean }
}

/** As behind a proxy that ends TLS and hands the certificate on (RFC 9440); such a proxy takes the header from everybody else. */
function getCertificate(request: express.Request): Uint8Array | undefined {
  const der = request.get(clientCertificateHeader)?.slice(1, -1)
  return der === undefined ? undefined : Buffer.from(der, 'base64')
}

/** A bound token, for which the provider asks for its own nonce first. */
async function getBoundToken(scope = 'orders:read'): Promise<string> {
  let nonce: string | undefined
  for (let attempt = 0; attempt < 2; attempt++) {
    const proof = await pair.createProof({ method: 'POST', url: `${issuer.issuer}/token`, nonce })
    const response = await post('/token', issuer.clients.service, { grant_type: 'client_credentials', scope }, proof)
    const body = (await response.json()) as { access_token?: string; token_type?: string }
    if (body.access_token !== undefined) {
      expect(body.token_type).toBe('DPoP')
      return body.access_token
    }
    nonce = response.headers.get('dpop-nonce') ?? undefined
  }
  throw new Error('the issuer gave no token')
}

async function call(path: string, token: string, nonce?: string): ReturnType<TestServer['send']> {
  const dpop = await pair.createProof({ method: 'GET', url: `${publicUrl}${path}`, accessToken: token, nonce })
  return api.send(path, { authorization: `DPoP ${token}`, dpop })
}

async function callWithNonce(path: string, token: string): ReturnType<TestServer['send']> {
  const demanded = await call(path, token)
  expect(demanded).toMatchObject({ status: 401, body: { error: 'use_dpop_nonce' } })
  return call(path, token, String(demanded.headers['dpop-nonce']))
}

describe('a real provider, a real API', () => {
  it('a bound token passes with a proof and the nonce, and is worth nothing without', async () => {
    const token = await getBoundToken()
    expect(await callWithNonce('/me', token)).toMatchObject({ status: 200, body: { client: 'demo-service', scheme: 'DPoP' } })
    expect(await callWithNonce('/orders', token)).toMatchObject({ status: 200 })
    const stolen = await api.send('/me', { authorization: `Bearer ${token}` })
    expect(stolen).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
  })

  it('a thief with a key of his own is refused, and so is a proof that is sent again', async () => {
    const token = await getBoundToken()
    const { headers } = await call('/me', token)
    const nonce = String(headers['dpop-nonce'])
    const thief = await DPoPKeyPair.generate()
    const forged = await thief.createProof({ method: 'GET', url: `${publicUrl}/me`, accessToken: token, nonce })
    expect(await api.send('/me', { authorization: `DPoP ${token}`, dpop: forged })).toMatchObject({
      status: 401,
      body: { code: 'DPOP_6002' },
    })
    const dpop = await pair.createProof({ method: 'GET', url: `${publicUrl}/me`, accessToken: token, nonce })
    expect(await api.send('/me', { authorization: `DPoP ${token}`, dpop })).toMatchObject({ status: 200 })
    expect(await api.send('/me', { authorization: `DPoP ${token}`, dpop })).toMatchObject({ status: 401, body: { code: 'DPOP_6004' } })
  })

  it('an opaque token is asked about, and refused for another API; a JWT is asked about where a route wants it', async () => {
    const response = await post('/token', issuer.clients.service, {
      grant_type: 'client_credentials',
      resource: 'https://opaque.example.com',
    })
    const { access_token: opaque } = (await response.json()) as { access_token: string }
    expect(opaque.split('.')).toHaveLength(1)
    const refused = await api.send('/me', { authorization: `Bearer ${opaque}` })
    expect(refused).toMatchObject({ status: 401, body: { code: 'AUTH_1002' } })
    expect(refused.body['error_description']).toContain('audience')
    const token = await getBoundToken()
    expect(await callWithNonce('/checked', token)).toMatchObject({ status: 200 })
  })

  it('a revoked token is refused where the issuer is asked', async () => {
    const token = await getBoundToken()
    expect((await post('/token/revocation', issuer.clients.service, { token })).status).toBe(200)
    expect(await callWithNonce('/checked', token)).toMatchObject({ status: 401, body: { code: 'AUTH_1008' } })
    expect(await callWithNonce('/me', token)).toMatchObject({ status: 200 })
  })

  it('a route that wants a stronger sign-in says which', async () => {
    const answer = await api.send('/recent', { authorization: `Bearer ${await issuer.signAccessToken()}` })
    expect(answer).toMatchObject({ status: 401, body: { error: 'insufficient_user_authentication' } })
    expect(answer.headers['www-authenticate']).toContain('acr_values="urn:demo:two-factor", max_age="300"')
    const strong = await issuer.signAccessToken({ acr: 'urn:demo:two-factor', auth_time: Math.floor(Date.now() / 1000) })
    expect(await api.send('/recent', { authorization: `Bearer ${strong}` })).toMatchObject({ status: 200 })
  })

  it('a token that the provider bound to a certificate passes with that one alone', async () => {
    const certificate = { [clientCertificateHeader]: `:${demoCertificate}:` }
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: issuer.clients.serviceTls.clientId })
    const response = await fetch(`${issuer.issuer}/token`, { method: 'POST', headers: certificate, body })
    const { access_token: token } = (await response.json()) as { access_token: string }
    const authorization = `Bearer ${token}`
    expect(await api.send('/me', { authorization, ...certificate })).toMatchObject({ status: 200, body: { scheme: 'Bearer' } })
    const other = { [clientCertificateHeader]: ':AAAA:' }
    for (const headers of [{ authorization }, { authorization, ...other }])
      expect(await api.send('/me', headers)).toMatchObject({ status: 401, body: { error: 'invalid_token', code: 'AUTH_1002' } })
  })
})
