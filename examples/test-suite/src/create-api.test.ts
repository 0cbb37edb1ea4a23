import { deepEqual, equal } from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { createTestIssuer } from '@auth/tokens/testing'
import { createApi } from './create-api.ts'

const audience = 'https://api.example.com'
const server = createServer()
let issuer: Awaited<ReturnType<typeof createTestIssuer>>

// An issuer within this process: real keys and signatures, no network, a clock of its own. Each test has a new one.
beforeEach(async () => {
  issuer = await createTestIssuer({ audience })
  const { fetch, now, monotonicNow } = issuer
  server.removeAllListeners('request').on('request', createApi({ issuer: issuer.issuer, audience, fetch, now, monotonicNow }))
})
before(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
after(() => void server.close())

async function getOrders(token?: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const { port } = server.address() as AddressInfo
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const answer = await fetch(`http://127.0.0.1:${port}/orders`, { headers })
  const text = await answer.text() // empty where Node itself refuses the header
  return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

test('a customer sees orders', async () => {
  const { status, body } = await getOrders(await issuer.sign({ sub: 'ada', scope: 'orders:read' }))
  equal(status, 200)
  deepEqual(body, { orders: [], customer: 'ada' })
})

test('nobody sees orders without a token', async () => {
  const { status, body } = await getOrders()
  deepEqual([status, body['code']], [401, 'AUTH_1005'])
})

test('a token without the scope is not enough', async () => {
  const { status, body } = await getOrders(await issuer.sign({ scope: 'orders:write' }))
  deepEqual([status, body['code']], [403, 'AUTH_1006'])
})

test('a token ends', async () => {
  const token = await issuer.sign({ scope: 'orders:read' })
  equal((await getOrders(token)).status, 200)
  issuer.advance(3600)
  const { status, body } = await getOrders(token)
  deepEqual([status, body['code']], [401, 'AUTH_1001'])
})

test('an issuer that is out of reach is no bad token', async () => {
  const token = await issuer.sign({ scope: 'orders:read' })
  const fetch = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'))
  server.removeAllListeners('request').on('request', createApi({ issuer: issuer.issuer, audience, fetch, now: issuer.now }))
  const { status, body } = await getOrders(token)
  deepEqual([status, body['code']], [503, 'SRV_5002'])
})

test('no attack passes', async () => {
  const attacks = (await issuer.attackTokens()).filter(({ token }) => token !== '' && !/\s/.test(token))
  for (const { name, token } of attacks) equal((await getOrders(token)).status >= 400, true, name)
  console.log(`${attacks.length} attacks refused`)
})
