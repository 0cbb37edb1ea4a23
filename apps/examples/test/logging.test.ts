import type { AddressInfo } from 'node:net'
import { type Issuer, startIssuer } from 'issuer'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../../examples/logging/src/create-api.ts'

let issuer: Issuer
let origin: string
let close: () => void
const lines: string[] = []

beforeAll(async () => {
  issuer = await startIssuer()
  const { clientId, clientSecret } = issuer.clients.service
  const { audience } = issuer.resources[0]
  const client = { baseUrl: issuer.issuer, clientId, clientSecret, audience, allowInsecureLoopback: true, maxRetries: 0 }
  const api = createApi({ client, write: (line) => void lines.push(line) }).listen(0, '127.0.0.1')
  await new Promise((resolve) => api.once('listening', resolve))
  origin = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
  close = () => api.close()
})
afterAll(async () => {
  close()
  await issuer.close()
})
afterEach(async () => {
  lines.length = 0
  await issuer.fail('none')
})

async function call(token: string, correlationId?: string) {
  const headers = { authorization: `Bearer ${token}`, ...(correlationId !== undefined && { 'x-correlation-id': correlationId }) }
  const response = await fetch(origin, { headers })
  return { response, log: lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

const listEvents = (log: readonly Record<string, unknown>[], id: unknown) =>
  log.filter(({ correlationId }) => correlationId === id).map(({ level, event }) => `${String(level)} ${String(event)}`)

describe('the log of one request', () => {
  it('holds its id in every line, from the token that came to the token that was asked for', async () => {
    const token = await issuer.signAccessToken()
    const { response, log } = await call(token, 'order-7')
    expect([response.status, response.headers.get('x-correlation-id')]).toEqual([200, 'order-7'])
    expect(listEvents(log, 'order-7')).toEqual(['info request_accepted', 'info attempt_answered', 'info tokens_granted'])
    expect(log.find(({ event }) => event === 'jwks_refreshed')).toMatchObject({ level: 'info', keyCount: 3 })
  })

  it('has one when the caller sent none', async () => {
    const { response, log } = await call('no-token')
    const id = response.headers.get('x-correlation-id')
    expect(response.status).toBe(401)
    expect(id).toMatch(/^[\da-f-]{36}$/)
    expect(listEvents(log, id)).toEqual(['info request_refused'])
  })

  it('tells an outage as a warning, with what failed', async () => {
    await issuer.fail('error', { endpoint: 'token' })
    const { response, log } = await call(await issuer.signAccessToken(), 'order-8')
    expect(response.status).toBe(503)
    expect(listEvents(log, 'order-8')).toEqual(['info request_accepted', 'warn attempt_failed', 'warn tokens_unavailable'])
    expect(log.find(({ event }) => event === 'attempt_failed')).toMatchObject({ kind: 'tokenEndpoint', statusCode: 500 })
  })

  it('holds no token and no secret', async () => {
    const token = await issuer.signAccessToken()
    await call(token, 'order-9')
    await call(`${token}x`, 'order-9')
    const text = lines.join('\n')
    expect(lines.length).toBeGreaterThan(3)
    for (const secret of [...token.split('.'), issuer.clients.service.clientSecret, 'eyJ']) expect(text).not.toContain(secret)
  })
})
