import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DPoPKeyPair, DPoPNonceIssuer } from '@auth/pkce-dpop'
import { type Issuer, startIssuer } from 'issuer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../src/index.ts'

const audience = 'https://api.example.com'
let issuer: Issuer
let url: string
const server = createServer()

beforeAll(async () => {
  issuer = await startIssuer({ audience, algorithm: 'ES256' })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const dpop = { nonce: new DPoPNonceIssuer({ secrets: [crypto.randomUUID()] }) }
  const options = { issuer: issuer.issuer, audience, publicUrl: url, dpop, resourceMetadata: {}, allowInsecureLoopback: true }
  server.on('request', createApi({ ...options, introspection: { introspect } }))
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await issuer.close()
})

async function introspect(token: string): Promise<{ active: boolean }> {
  const { clientId, clientSecret } = issuer.clients.api
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  const body = new URLSearchParams({ token })
  return (await (await fetch(`${issuer.issuer}/token/introspection`, { method: 'POST', headers: { authorization }, body })).json()) as {
    active: boolean
  }
}

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

async function send(method: string, path: string, headers: Record<string, string> = {}, body?: object): Promise<Answer> {
  const json = body && { 'content-type': 'application/json' }
  const response = await fetch(url + path, { method, headers: { ...headers, ...json }, ...(body && { body: JSON.stringify(body) }) })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> }
}

async function bearer(claims: Record<string, unknown> = {}): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${await issuer.signAccessToken(claims)}` }
}

describe('the shop', () => {
  it('is open where it should be, and knows who is there', async () => {
    expect(await send('GET', '/health')).toMatchObject({ status: 200 })
    expect((await send('GET', '/')).body).toEqual({ hello: 'stranger' })
    expect((await send('GET', '/', await bearer({ sub: 'ada' }))).body).toEqual({ hello: 'ada' })
    expect(await send('GET', '/', { authorization: 'Bearer x' })).toMatchObject({ status: 401 })
  })

  it('takes orders by scope, each customer\u2019s own', async () => {
    const ada = await bearer({ sub: 'ada' })
    expect(await send('POST', '/orders', ada, { item: 'tea', quantity: 2 })).toMatchObject({ status: 201, body: { item: 'tea' } })
    expect(await send('POST', '/orders', ada, { item: 'tea', quantity: 0 })).toMatchObject({ status: 400 })
    expect((await send('GET', '/orders', ada)).body['orders']).toHaveLength(1)
    expect((await send('GET', '/orders', await bearer({ sub: 'linus' }))).body['orders']).toEqual([])
    const reader = await bearer({ sub: 'linus', scope: 'orders:read' })
    expect(await send('POST', '/orders', reader, { item: 'tea', quantity: 1 })).toMatchObject({ status: 403, body: { code: 'AUTH_1006' } })
  })

  it('gives money back after a stronger and recent sign-in only', async () => {
    const refused = await send('POST', '/refunds', await bearer())
    expect(refused).toMatchObject({ status: 401, body: { error: 'insufficient_user_authentication' } })
    expect(refused.headers.get('www-authenticate')).toContain('acr_values="urn:demo:two-factor", max_age="300"')
    const fresh = { acr: 'urn:demo:two-factor', auth_time: Math.floor(Date.now() / 1000) }
    const unheardOf = await send('POST', '/refunds', await bearer(fresh))
    expect(unheardOf).toMatchObject({ status: 401, body: { code: 'AUTH_1008' } })
  })

  it('without anybody to ask, it gives money back for a fresh sign-in', async () => {
    const options = { issuer: issuer.issuer, audience, allowInsecureLoopback: true }
    const plain = createServer(createApi(options))
    await once(plain.listen(0, '127.0.0.1'), 'listening')
    const fresh = { acr: 'urn:demo:two-factor', auth_time: Math.floor(Date.now() / 1000) }
    const headers = await bearer(fresh)
    const { status } = await fetch(`http://127.0.0.1:${(plain.address() as AddressInfo).port}/refunds`, { method: 'POST', headers })
    expect(status).toBe(201)
    plain.closeAllConnections()
    plain.close()
  })

  it('lets staff in below a router, by role, shop and shift', async () => {
    const staff = { roles: ['staff'], shop: 'main-street', shift: 'day' }
    expect(await send('GET', '/staff/till', await bearer(staff))).toMatchObject({ status: 200, body: { till: 'open' } })
    for (const change of [{ roles: [] }, { shop: 'elsewhere' }, { shift: 'off' }])
      expect(await send('GET', '/staff/till', await bearer({ ...staff, ...change }))).toMatchObject({ status: 403 })
    expect(await send('GET', '/staff/orders/count', await bearer())).toMatchObject({ status: 403 })
    expect((await send('GET', '/staff/orders/count', await bearer({ roles: ['staff'] }))).status).toBe(200)
  })

  it('publishes what it asks for', async () => {
    const { body } = await send('GET', '/.well-known/oauth-protected-resource')
    expect(body).toMatchObject({ resource: url, authorization_servers: [issuer.issuer], scopes_supported: ['orders:read', 'orders:write'] })
  })

  it('below a router a proof is used once although two guards look at it', async () => {
    const pair = await DPoPKeyPair.generate()
    const token = await issuer.signAccessToken({ cnf: { jkt: pair.thumbprint }, roles: ['staff'], shop: 'main-street', shift: 'night' })
    const call = async (nonce?: string): Promise<Answer> => {
      const dpop = await pair.createProof({ method: 'GET', url: `${url}/staff/till`, accessToken: token, nonce })
      return send('GET', '/staff/till', { authorization: `DPoP ${token}`, dpop })
    }
    const demanded = await call()
    expect(demanded).toMatchObject({ status: 401, body: { code: 'DPOP_6003' } })
    expect(await call(demanded.headers.get('dpop-nonce')!)).toMatchObject({ status: 200 })
  })
})
