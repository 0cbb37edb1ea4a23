import { describe, expect, it } from 'vitest'
import { fetchBounded } from './fetch-bounded.ts'

const url = 'https://issuer.test/jwks'
const withFetch = (fetch: (url: string, init: RequestInit) => Promise<Response>, timeoutSeconds = 5) =>
  fetchBounded({ fetch: fetch as typeof globalThis.fetch, timeoutSeconds }, url, { method: 'POST', body: 'a=b' })

describe('fetchBounded', () => {
  it('sends no cookies, follows no redirect, and hands the answer over', async () => {
    let sent: RequestInit = {}
    const response = await withFetch(async (_, init) => {
      sent = init
      return new Response('{"keys":[]}', { status: 201, headers: { 'dpop-nonce': 'n' } })
    })
    expect(sent).toMatchObject({ method: 'POST', body: 'a=b', credentials: 'omit', redirect: 'manual', cache: 'no-cache' })
    expect([response.status, response.headers.get('dpop-nonce'), await response.text()]).toEqual([201, 'n', '{"keys":[]}'])
  })

  it('takes an answer without a body', async () => {
    expect((await withFetch(async () => new Response(null, { status: 204 }))).status).toBe(204)
  })

  it.each([301, 302, 303, 307, 308])('refuses the redirect %i', async (status) => {
    const redirect = new Response(null, { status, headers: { location: 'https://evil.test/' } })
    await expect(withFetch(async () => redirect)).rejects.toThrow(expect.objectContaining({ code: 'SRV_5003' }))
  })

  it('refuses a redirect as browsers show it', async () => {
    await expect(withFetch(async () => Response.error())).rejects.toThrow(expect.objectContaining({ code: 'SRV_5003' }))
  })

  it('reads no more than 512 KiB and a chunk', async () => {
    let isCancelled = false
    let chunks = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => void (controller.enqueue(new Uint8Array(65_536)), chunks++),
      cancel: () => void (isCancelled = true),
    })
    await expect(withFetch(async () => new Response(endless))).rejects.toThrow(expect.objectContaining({ code: 'SRV_5003' }))
    expect([isCancelled, chunks]).toEqual([true, expect.closeTo(9, -1)])
    expect((await (await withFetch(async () => new Response(new Uint8Array(524_288)))).arrayBuffer()).byteLength).toBe(524_288)
  })

  it('ends at the deadline, while it waits for the answer and while it reads it', async () => {
    const untilAborted = ({ signal }: RequestInit): Promise<never> =>
      new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)))
    const isTimeout = expect.objectContaining({ code: 'NET_3002', timeoutSeconds: 0.02 })
    await expect(withFetch((_, init) => untilAborted(init), 0.02)).rejects.toThrow(isTimeout)
    const stuck = (init: RequestInit): ReadableStream => new ReadableStream({ pull: () => untilAborted(init) })
    await expect(withFetch(async (_, init) => new Response(stuck(init)), 0.02)).rejects.toThrow(isTimeout)
  })

  it('tells a request that failed as an outage, with its cause', async () => {
    const cause = new TypeError('Failed to fetch')
    await expect(withFetch(() => Promise.reject(cause))).rejects.toThrow(
      expect.objectContaining({ code: 'NET_3001', cause, retryable: true }),
    )
  })
})
