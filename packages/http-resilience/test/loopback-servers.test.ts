import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { ConnectionError, NetworkError, ProtocolError, ServiceUnavailableError, TimeoutError } from '@auth/core-errors'
import { afterEach, describe, expect, it } from 'vitest'
import { HTTPExecutor } from '../src/http-executor.ts'

/** Real servers on this machine: what `fetch` itself does is part of what is promised. */
const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handler)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const quickly = { initialDelaySeconds: 0.01 }
const executor = new HTTPExecutor({ allowInsecureLoopback: true, retry: quickly, circuitBreaker: false })

describe('a redirect (CVE-2024-28849, CVE-2026-40895, CVE-2024-24758, CVE-2024-30260)', () => {
  it.each([301, 302, 303, 307, 308])('%d is refused, and the second server sees nothing', async (status) => {
    const seen: string[] = []
    const second = await listen((request, response) => {
      seen.push(`${request.method} ${request.headers.authorization}`)
      response.end('{}')
    })
    const first = await listen((_, response) => response.writeHead(status, { location: second }).end('moved'))
    const call = executor.execute('POST', first, { headers: { authorization: 'Basic credential' }, body: 'code=secret', retry: {} })
    const error = await call.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ProtocolError)
    expect(error).toMatchObject({ statusCode: status })
    expect(seen).toEqual([])
  })
})

describe('a body', () => {
  it('CVE-2026-22036: that unfolds past the cap is cut, although it is short on the wire', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    expect(bomb.length).toBeLessThan(60_000)
    const origin = await listen((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    const before = process.memoryUsage().arrayBuffers
    const error = await executor.execute('GET', origin).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ProtocolError)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
  })

  it('is given whatever words stand beside the status: they say nothing (RFC 9112 §4)', async () => {
    const origin = await listen((_, response) => response.writeHead(200, 'gew\u00e4hrt').end('{"keys":[]}'))
    expect(await (await executor.execute('GET', origin)).json()).toEqual({ keys: [] })
  })

  it('that is compressed and fits is given unfolded', async () => {
    const origin = await listen((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"keys":[]}')))
    expect(await (await executor.execute('GET', origin)).json()).toEqual({ keys: [] })
  })

  it('that drips ends at the deadline, and its connection with it', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    const origin = await listen((_, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('x'), 5)
      response.on('close', () => (clearInterval(drip), resolve()))
    })
    await expect(executor.execute('GET', origin, { deadlineSeconds: 0.1 })).rejects.toBeInstanceOf(TimeoutError)
    await closed
  })

  it('that breaks off is a failure of the network, and the call is repeated', async () => {
    let requests = 0
    const origin = await listen((_, response) => {
      requests += 1
      if (requests > 1) return response.end('whole')
      response.writeHead(200, { 'content-length': '100' }).write('part')
      return setTimeout(() => response.destroy(), 5)
    })
    expect(await (await executor.execute('GET', origin)).text()).toBe('whole')
    expect(requests).toBe(2)
    requests = 0
    await expect(executor.execute('POST', origin, { body: 'code=once' })).rejects.toBeInstanceOf(NetworkError)
    expect(requests).toBe(1)
  })

  it('CVE-2024-24750: of an error is read or cut, so that 500 errors need few connections and leave none busy', async () => {
    let connections = 0
    const origin = await listen((request, response) => {
      const length = Number(new URL(request.url ?? '/', 'http://host').searchParams.get('length'))
      response.writeHead(503).end('x'.repeat(length))
    })
    servers[0]?.on('connection', () => (connections += 1))
    const once = new HTTPExecutor({ allowInsecureLoopback: true, retry: false, circuitBreaker: false })
    for (let call = 0; call < 500; call += 1) {
      await expect(once.execute('GET', `${origin}/?length=${(call % 5) * 1000}`)).rejects.toBeInstanceOf(ServiceUnavailableError)
    }
    expect(connections).toBeLessThan(10)
  })
})

describe('a connection', () => {
  it('that is refused was never sent: it is safe to repeat, for a POST too', async () => {
    const origin = await listen(() => undefined)
    const [server] = servers.splice(0)
    await new Promise((resolve) => server?.close(resolve))
    const attempts: number[] = []
    const counting = new HTTPExecutor({
      allowInsecureLoopback: true,
      retry: quickly,
      circuitBreaker: false,
      onEvent: (event) => event.type === 'attempt_failed' && attempts.push(event.attempt),
    })
    await expect(counting.execute('POST', origin, { body: 'code=once' })).rejects.toBeInstanceOf(ConnectionError)
    expect(attempts).toEqual([1, 2, 3, 4])
  })

  it('to a host that does not exist was never sent', async () => {
    const call = executor.execute('POST', 'https://id.invalid/token', { body: 'code=once', retry: false })
    await expect(call).rejects.toBeInstanceOf(ConnectionError)
  })

  it('that is reset after sending may have done its work: a POST reaches the server once', async () => {
    let requests = 0
    const origin = await listen((request) => {
      requests += 1
      request.on('data', () => request.socket.resetAndDestroy())
    })
    const error = await executor.execute('POST', origin, { body: 'code=once' }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).not.toBeInstanceOf(ConnectionError)
    expect(requests).toBe(1)
  })
})

describe('an outage', () => {
  it('of the whole server costs it no more than the budget: the threshold, then one probe a time', async () => {
    let requests = 0
    const origin = await listen((_, response) => {
      requests += 1
      response.writeHead(503).end()
    })
    let seconds = 0
    const breaking = new HTTPExecutor({ allowInsecureLoopback: true, retry: quickly, monotonicNow: () => seconds * 1000 })
    const calls = async (): Promise<void> => {
      await Promise.allSettled(Array.from({ length: 200 }, () => breaking.execute('GET', origin)))
    }
    await breaking.execute('GET', origin).catch(() => undefined)
    await breaking.execute('GET', origin).catch(() => undefined)
    expect(requests).toBe(5)
    await calls()
    expect(requests).toBe(5)
    seconds = 30
    await calls()
    expect(requests).toBe(6)
  })
})
