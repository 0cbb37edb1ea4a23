import { gzipSync } from 'node:zlib'
import { AuthPlatformError, ProtocolError, TimeoutError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { startHostileServer } from '../../test/hostile-server.ts'
import { createDocumentFetch as createForBrowsers } from './create-document-fetch.browser.ts'
import { createDocumentFetch as createForServers } from './create-document-fetch.ts'
import type { DocumentFetchOptions } from './document-fetch.ts'

const options: DocumentFetchOptions = {
  fetch: (input, init) => globalThis.fetch(input, init),
  timeoutSeconds: 5,
  maxBytes: 1000,
  now: Date.now,
  allowInsecureLoopback: true,
  kind: 'jwks',
}
const url = 'https://issuer.example/jwks'

/** A body of 100-byte chunks that counts how many were asked of it, and never ends. */
function createEndlessBody(): {
  readonly body: ReadableStream<Uint8Array>
  readonly chunks: () => number
  readonly isCancelled: () => boolean
} {
  let count = 0
  let isCancelled = false
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        count += 1
        controller.enqueue(new Uint8Array(100).fill(32))
      },
      cancel() {
        isCancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { body, chunks: () => count, isCancelled: () => isCancelled }
}

describe.each([
  ['on servers', createForServers],
  ['in browsers', createForBrowsers],
])('%s', (where, create) => {
  it('gives status and text, whatever the content type', async () => {
    const fetch = async (): Promise<Response> => new Response('{"ä":1}', { headers: { 'content-type': 'text/plain' } })
    const document = await create({ ...options, fetch })(url)
    expect([document.status, document.text]).toEqual([200, '{"ä":1}'])
  })

  it('puts characters together that came in pieces', async () => {
    const bytes = new TextEncoder().encode('"äöü"')
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    expect((await create({ ...options, fetch: async () => new Response(body) })(url)).text).toBe('"äöü"')
  })

  it('gives a 404 and an empty body as they are', async () => {
    const fetch = async (): Promise<Response> => new Response(null, { status: 404 })
    expect(await create({ ...options, fetch })(url)).toMatchObject({ status: 404, text: '' })
  })

  it('sends no credentials and no body', async () => {
    let request: Request | undefined
    const fetch: typeof globalThis.fetch = async (input, init) => {
      request = new Request(input, init)
      return new Response('{}')
    }
    await create({ ...options, fetch })(url)
    expect([request?.method, request?.headers.get('authorization'), request?.headers.get('cookie'), request?.body]).toEqual([
      'GET',
      null,
      null,
      null,
    ])
  })

  it.each([500, 502, 503, 429])('an answer of %i is an outage', async (status) => {
    const fetch = async (): Promise<Response> => new Response('down', { status })
    await expect(create({ ...options, fetch })(url)).rejects.toMatchObject({ statusCode: status, retryable: true })
  })

  it('a failure of the network is typed, with its cause', async () => {
    const failure = new TypeError('fetch failed')
    const fetch = (): Promise<Response> => Promise.reject(failure)
    await expect(create({ ...options, fetch })(url)).rejects.toMatchObject({ httpStatus: 503, cause: failure })
  })

  it('a body past the cap is cut after at most one chunk more, and cancelled', async () => {
    const { body, chunks, isCancelled } = createEndlessBody()
    const fetch = async (): Promise<Response> => new Response(body)
    await expect(create({ ...options, fetch })(url)).rejects.toThrow(ProtocolError)
    expect(chunks()).toBe(11)
    expect(isCancelled()).toBe(true)
  })

  it('a body of exactly the cap is taken', async () => {
    const fetch = async (): Promise<Response> => new Response(' '.repeat(1000))
    expect((await create({ ...options, fetch })(url)).text).toHaveLength(1000)
  })

  it('a gzip bomb is counted as it unfolds', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    await using server = await startHostileServer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    const fetchDocument = create({ ...options, maxBytes: 100_000 })
    await expect(fetchDocument(server.url)).rejects.toThrow(ProtocolError)
  })

  it('a slow drip ends at the deadline', async () => {
    await using server = await startHostileServer((_, response) => {
      const drip = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(drip))
    })
    await expect(create({ ...options, timeoutSeconds: 0.1 })(server.url)).rejects.toThrow(TimeoutError)
  })

  it('a server that never answers ends at the deadline', async () => {
    await using server = await startHostileServer(() => undefined)
    const answer = create({ ...options, timeoutSeconds: 0.05 })(server.url)
    await expect(answer).rejects.toThrow(TimeoutError)
    await expect(answer).rejects.toMatchObject({ timeoutSeconds: 0.05 })
  })

  it('a redirect is refused, and the second server sees nothing', async () => {
    await using second = await startHostileServer((_, response) => response.end('{}'))
    await using first = await startHostileServer((_, response) => response.writeHead(302, { location: second.url }).end())
    const [outcome] = await Promise.allSettled([create(options)(first.url)])
    // In browsers it comes as a document with status 0, which is no document.
    if (outcome.status === 'fulfilled') expect([0, 302]).toContain(outcome.value.status)
    else expect(outcome.reason).toBeInstanceOf(ProtocolError)
    expect(outcome.status).toBe(where === 'on servers' ? 'rejected' : 'fulfilled')
    expect(second.requests).toHaveLength(0)
  })

  it('the caller’s signal ends it with the caller’s reason', async () => {
    await using server = await startHostileServer(() => undefined)
    const controller = new AbortController()
    const reason = new Error('not wanted any more')
    const call = create(options)(server.url, { signal: controller.signal })
    setImmediate(() => controller.abort(reason))
    await expect(call).rejects.toBe(reason)
  })

  it('one request is one request: nothing is repeated here', async () => {
    let hits = 0
    const fetch = async (): Promise<Response> => {
      hits += 1
      return new Response('', { status: 503 })
    }
    const fetchDocument = create({ ...options, fetch })
    for (let count = 1; count <= 20; count++) {
      await expect(fetchDocument(url)).rejects.toThrow(AuthPlatformError)
      expect(hits).toBe(count)
    }
  })
})

it('on servers the answer tells its max-age and ETag', async () => {
  const fetch = async (): Promise<Response> => new Response('{}', { headers: { etag: '"1"', 'cache-control': 'max-age=60' } })
  expect(await createForServers({ ...options, fetch })(url)).toEqual({ status: 200, text: '{}', maxAgeSeconds: 60, etag: '"1"' })
  expect(await createForBrowsers({ ...options, fetch })(url)).toEqual({ status: 200, text: '{}' })
})

it('on servers an ETag makes the request conditional', async () => {
  let header: string | null = null
  const fetch: typeof globalThis.fetch = async (input, init) => {
    header = new Request(input, init).headers.get('if-none-match')
    return new Response(null, { status: 304 })
  }
  expect((await createForServers({ ...options, fetch })(url, { etag: '"1"' })).status).toBe(304)
  expect(header).toBe('"1"')
})

it('in browsers the browser’s cache does that, for a header of our own would need a preflight', async () => {
  let request: Request | undefined
  const fetch: typeof globalThis.fetch = async (input, init) => {
    request = new Request(input, init)
    return new Response('{}')
  }
  await createForBrowsers({ ...options, fetch })(url, { etag: '"1"' })
  expect([...(request?.headers.keys() ?? [])]).toEqual(['accept'])
  expect([request?.cache, request?.credentials]).toEqual(['no-cache', 'omit'])
})

it('on servers a Retry-After is told', async () => {
  const fetch = async (): Promise<Response> => new Response('', { status: 429, headers: { 'retry-after': '60' } })
  await expect(createForServers({ ...options, fetch })(url)).rejects.toMatchObject({ retryAfterSeconds: 60 })
})
