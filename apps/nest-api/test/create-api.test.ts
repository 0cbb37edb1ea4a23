import { DPoPKeyPair } from '@auth/pkce-dpop'
import { createClient } from 'graphql-ws'
import type { INestApplication } from '@nestjs/common'
import { type Issuer, startIssuer } from 'issuer'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createApi } from '../src/index.ts'

const audience = 'https://api.example.com'
// A proxy in front of the API would be called so: clients know this address alone.
const publicUrl = 'https://shop.example'
let issuer: Issuer
let app: INestApplication
let url: string

beforeAll(async () => {
  issuer = await startIssuer({ audience, algorithm: 'ES256' })
  app = await createApi({ issuer: issuer.issuer, audience, publicUrl, resourceMetadata: {}, allowInsecureLoopback: true })
  await app.listen(0, '127.0.0.1')
  url = await app.getUrl()
})
afterAll(async () => {
  await app.close()
  await issuer.close()
})

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

async function send(method: string, path: string, headers: Record<string, string> = {}, body?: object): Promise<Answer> {
  const json = body && { 'content-type': 'application/json' }
  const response = await fetch(url + path, { method, headers: { ...headers, ...json }, ...(body && { body: JSON.stringify(body) }) })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

async function query(text: string, headers: Record<string, string> = {}): Promise<unknown> {
  return (await send('POST', '/graphql', headers, { query: text })).body
}

async function bearer(claims: Record<string, unknown> = {}): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${await issuer.signAccessToken({ scope: 'orders:read orders:write', ...claims })}` }
}

/** A token as a program gets it: by client credentials, from the provider's token endpoint. */
async function fetchToken(scope: string): Promise<string> {
  const { clientId, clientSecret } = issuer.clients.service
  const headers = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope })
  return ((await (await fetch(`${issuer.issuer}/token`, { method: 'POST', headers, body })).json()) as { access_token: string })
    .access_token
}

describe('over HTTP', () => {
  it('is open where it should be, and knows who is there', async () => {
    expect(await send('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect((await send('GET', '/')).body).toEqual({ hello: 'stranger' })
    expect((await send('GET', '/', await bearer({ sub: 'ada' }))).body).toEqual({ hello: 'ada' })
    expect(await send('GET', '/', { authorization: 'Bearer x' })).toMatchObject({ status: 401, body: { code: 'AUTH_1002' } })
  })

  it('takes orders by scope, each customer\u2019s own', async () => {
    const ada = await bearer({ sub: 'ada' })
    expect(await send('POST', '/orders', ada, { item: 'tea', quantity: 2 })).toMatchObject({ status: 201, body: { item: 'tea' } })
    expect(await send('POST', '/orders', ada, { item: 'tea', quantity: 0 })).toMatchObject({ status: 400 })
    expect((await send('GET', '/orders', ada)).body).toHaveLength(1)
    expect((await send('GET', '/orders', await bearer({ sub: 'linus' }))).body).toEqual([])
    const reader = await bearer({ sub: 'linus', scope: 'orders:read' })
    expect(await send('POST', '/orders', reader, { item: 'tea', quantity: 1 })).toMatchObject({ status: 403, body: { code: 'AUTH_1006' } })
    expect(await send('GET', '/orders')).toMatchObject({ status: 401, body: { code: 'AUTH_1005' } })
  })

  it('knows a program by the token that the provider gave it', async () => {
    const authorization = `Bearer ${await fetchToken('orders:read')}`
    expect(await send('GET', '/orders', { authorization })).toMatchObject({ status: 200, body: [] })
    expect(await send('POST', '/orders', { authorization }, { item: 'tea', quantity: 1 })).toMatchObject({ status: 403 })
  })

  it('gives money back after a stronger and recent sign-in only', async () => {
    const refused = await send('POST', '/refunds', await bearer())
    expect(refused).toMatchObject({ status: 401, body: { error: 'insufficient_user_authentication' } })
    expect(refused.headers.get('www-authenticate')).toContain('acr_values="urn:demo:two-factor", max_age="300"')
    const fresh = { acr: 'urn:demo:two-factor', auth_time: Math.floor(Date.now() / 1000) }
    expect(await send('POST', '/refunds', await bearer(fresh))).toMatchObject({ status: 202, body: { refunded: true } })
  })

  it('lets staff in by role, shop and shift', async () => {
    const staff = { roles: ['staff'], shop: 'main-street', shift: 'day' }
    expect(await send('GET', '/staff/till', await bearer(staff))).toMatchObject({ status: 200, body: { till: 'open' } })
    for (const change of [{ roles: [] }, { shop: 'elsewhere' }, { shift: 'off' }])
      expect(await send('GET', '/staff/till', await bearer({ ...staff, ...change }))).toMatchObject({ status: 403 })
  })

  it('publishes what it asks for', async () => {
    const { body } = await send('GET', '/.well-known/oauth-protected-resource')
    expect(body).toMatchObject({
      resource: publicUrl,
      authorization_servers: [issuer.issuer],
      scopes_supported: ['orders:read', 'orders:write'],
    })
  })

  it('while the provider is down and its keys have changed, what cannot be judged is an outage', async () => {
    await using other = await startIssuer({ audience, algorithm: 'ES256' })
    const shop = await createApi({ issuer: other.issuer, audience, publicUrl, allowInsecureLoopback: true })
    await shop.listen(0, '127.0.0.1')
    const headers = { authorization: `Bearer ${await other.signAccessToken({ scope: 'orders:read' })}` }
    await other.fail('down')
    const { status } = await fetch(`${await shop.getUrl()}/orders`, { headers })
    expect(status).toBe(503)
    await shop.close()
  })
})

describe('over GraphQL', () => {
  it('answers each field to who may see it', async () => {
    const ada = await bearer({ sub: 'ada-by-graph' })
    const placed = await query('mutation { placeOrder(item: "tea", quantity: 2) { id item } }', ada)
    expect(placed).toMatchObject({ data: { placeOrder: { item: 'tea' } } })
    expect(await query('{ orders { item } orderCount }', ada)).toMatchObject({
      data: { orders: [{ item: 'tea' }], orderCount: null },
      errors: [{ path: ['orderCount'], extensions: { code: 'AUTH_1006', status: 403 } }],
    })
    expect(await query('{ orderCount }', await bearer({ roles: ['staff'] }))).toEqual({ data: { orderCount: expect.any(Number) } })
    expect(await query('{ orders { item } }')).toMatchObject({ data: null, errors: [{ extensions: { code: 'AUTH_1005' } }] })
  })

  it('tells customers of their own orders, by a subscription', async () => {
    const headers = await bearer({ sub: 'watcher' })
    const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: headers })
    const events = client.iterate({ query: 'subscription { orderPlaced { item quantity } }' })
    const first = events.next()
    // Orders of others are placed until the subscription is known to run, then its own.
    await expect
      .poll(async () => {
        await send('POST', '/orders', await bearer({ sub: 'somebody-else' }), { item: 'milk', quantity: 1 })
        await send('POST', '/orders', headers, { item: 'tea', quantity: 3 })
        return Promise.race([first, new Promise((resolve) => setImmediate(resolve))])
      })
      .toEqual({ done: false, value: { data: { orderPlaced: { item: 'tea', quantity: 3 } } } })
    await client.dispose()
  })

  it('refuses a subscription without a token', async () => {
    const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 })
    const { value } = await client.iterate({ query: 'subscription { orderPlaced { item } }' }).next()
    expect(value).toMatchObject({ errors: [{ extensions: { code: 'AUTH_1005' } }] })
    await client.dispose()
  })
})

describe('over socket.io', () => {
  function connect(auth: Record<string, string>): Socket {
    return io(url, { auth, transports: ['websocket'], reconnection: false, forceNew: true })
  }

  it('welcomes whom the token names, and answers each message to who may send it', async () => {
    const socket = connect({ token: await issuer.signAccessToken({ sub: 'grace', scope: 'orders:read orders:write' }) })
    expect(await new Promise((resolve) => socket.once('welcome', resolve))).toEqual({ customer: 'grace' })
    expect(await socket.emitWithAck('place', { item: 'tea', quantity: 1 })).toMatchObject({ customer: 'grace', item: 'tea' })
    expect(await socket.emitWithAck('orders', {})).toHaveLength(1)
    const refused = new Promise((resolve) => socket.once('exception', resolve))
    socket.emit('count', {})
    expect(await refused).toMatchObject({ statusCode: 403, code: 'AUTH_1006' })
    socket.close()
  })

  it('never welcomes who has no token', async () => {
    const socket = connect({})
    const error = await new Promise<Error & { data?: unknown }>((resolve) => socket.once('connect_error', resolve))
    expect(error.data).toMatchObject({ statusCode: 401, code: 'AUTH_1005' })
    socket.close()
  })

  it('takes a bound token with its proof, and a stolen one never', async () => {
    const pair = await DPoPKeyPair.generate()
    const token = await issuer.signAccessToken({ sub: 'grace', scope: 'orders:read', cnf: { jkt: pair.thumbprint } })
    const dpop = await pair.createProof({ method: 'GET', url: `${publicUrl}/socket.io/`, accessToken: token })
    const socket = connect({ authorization: `DPoP ${token}`, dpop })
    expect(await socket.emitWithAck('orders', {})).toHaveLength(1)
    socket.close()
    const thief = connect({ token })
    const error = await new Promise<Error & { data?: unknown }>((resolve) => thief.once('connect_error', resolve))
    expect(error.data).toMatchObject({ statusCode: 401, code: 'AUTH_1002' })
    thief.close()
  })
})
