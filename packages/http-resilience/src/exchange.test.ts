import { ConnectionError, NetworkError, ProtocolError, TimeoutError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { exchange } from './exchange.ts'

const url = 'https://id.example/token'
const { signal } = new AbortController()

function send(
  fetch: (input: string, init: RequestInit) => unknown,
  overrides: Partial<Parameters<typeof exchange>[0]> = {},
): Promise<Response> {
  return exchange({ url, init: { method: 'POST' }, signal, fetch: fetch as typeof globalThis.fetch, maxResponseBytes: 100, ...overrides })
}

/** A body that never ends by itself and tells when it is cancelled. */
function endlessBody(chunk?: Uint8Array): { body: ReadableStream; cancelled: Promise<unknown> } {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const pull = (controller: ReadableStreamDefaultController): void => {
    if (chunk) controller.enqueue(chunk)
  }
  return { body: new ReadableStream({ pull, cancel: (reason) => resolve(reason ?? 'cancelled') }), cancelled: promise }
}

describe('exchange', () => {
  it('hands over the URL as it is, the init and the signal, and forbids redirects', async () => {
    const seen: unknown[] = []
    const init = { method: 'POST', body: 'a=b', redirect: 'follow' as const }
    await send((...args) => (seen.push(...args), Promise.resolve(new Response())), { init })
    expect(seen).toEqual([url, { method: 'POST', body: 'a=b', redirect: 'manual', signal }])
  })

  it('says that it sends half-duplex when the body is a stream, as fetch wants to be told', async () => {
    const seen: RequestInit[] = []
    const init = { method: 'POST', body: new ReadableStream() }
    await send((_, sent) => (seen.push(sent), Promise.resolve(new Response())), { init })
    expect(seen[0]).toMatchObject({ duplex: 'half' })
  })

  it('gives the answer with its body in memory, and all else as it came', async () => {
    const headers = new Headers([
      ['etag', '"1"'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ])
    const original = Object.defineProperty(new Response('{"keys":[]}', { status: 201, headers }), 'url', { value: url })
    const response = await send(async () => original)
    expect([response.status, response.url, response.headers.get('etag')]).toEqual([201, url, '"1"'])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(await response.json()).toEqual({ keys: [] })
    expect(original.bodyUsed).toBe(true)
  })

  it.each([204, 304])('passes a %d, which has no body', async (status) => {
    const response = await send(async () => new Response(null, { status }))
    expect([response.status, response.body]).toEqual([status, null])
  })

  it.each([300, 301, 302, 303, 307, 308])('refuses a %d, and cancels its body', async (status) => {
    const { body, cancelled } = endlessBody()
    const headers = { location: 'https://evil.example' }
    const error = await send(async () => new Response(body, { status, headers })).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ProtocolError)
    expect(error).toMatchObject({ statusCode: status })
    await cancelled
  })

  it('refuses a redirect that a browser hides', async () => {
    const hidden = Object.defineProperties(Response.error(), { type: { value: 'opaqueredirect' } })
    await expect(send(async () => hidden)).rejects.toBeInstanceOf(ProtocolError)
  })

  it('takes an error response for a failure of the network', async () => {
    await expect(send(async () => Response.error())).rejects.toBeInstanceOf(NetworkError)
  })

  it('refuses a body past the cap, and cancels it', async () => {
    const { body, cancelled } = endlessBody(new Uint8Array(64))
    await expect(send(async () => new Response(body))).rejects.toBeInstanceOf(ProtocolError)
    expect(await cancelled).toBeInstanceOf(ProtocolError)
  })

  it.each([429, 500, 503])('takes a %d for what it is however long its page is', async (status) => {
    const { body, cancelled } = endlessBody(new Uint8Array(64))
    const response = await send(async () => new Response(body, { status, headers: { 'retry-after': '5' } }))
    expect([response.status, response.headers.get('retry-after'), response.body]).toEqual([status, '5', null])
    await cancelled
  })

  it('tells what was never sent from what may have been', async () => {
    const refused = Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })
    await expect(send(() => Promise.reject(refused))).rejects.toBeInstanceOf(ConnectionError)
    const reset = Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) })
    await expect(send(() => Promise.reject(reset))).rejects.toBeInstanceOf(NetworkError)
  })

  it('takes a body that breaks off for a failure of the network', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) })
    await expect(send(async () => new Response(body))).rejects.toBeInstanceOf(NetworkError)
  })

  it('ends with the signal’s reason while it waits for the answer, and cancels a late one', async () => {
    const controller = new AbortController()
    const { body, cancelled } = endlessBody()
    const { promise, resolve } = Promise.withResolvers<Response>()
    const sending = send(() => promise, { signal: controller.signal })
    const reason = new TimeoutError()
    controller.abort(reason)
    await expect(sending).rejects.toBe(reason)
    resolve(new Response(body))
    await cancelled
  })

  it('ends with the signal’s reason while it reads the body, and cancels it', async () => {
    const controller = new AbortController()
    const { body, cancelled } = endlessBody()
    const sending = send(async () => new Response(body), { signal: controller.signal })
    await new Promise((resolve) => setImmediate(resolve))
    const reason = new TimeoutError()
    controller.abort(reason)
    await expect(sending).rejects.toBe(reason)
    expect(await cancelled).toBe(reason)
  })

  it('sends nothing when the signal has aborted', async () => {
    let sent = false
    const sending = send(() => (sent = true), { signal: AbortSignal.abort('left') })
    await expect(sending).rejects.toBe('left')
    expect(sent).toBe(false)
  })
})
