import { EventEmitter } from 'node:events'
import { createTestIssuer } from '@auth/tokens/testing'
import type { WebSocketAdapter } from '@nestjs/common'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AuthRuntime } from '../auth-runtime.ts'
import { guardSockets, type GuardSocketsOptions } from './guard-sockets.ts'

type Check = (info: object, decide: (...decision: unknown[]) => void) => void

/** An adapter whose server is an emitter, and that shows the options it was given. */
class FakeAdapter {
  given: { verifyClient?: Check } = {}
  readonly server = new EventEmitter()
  create(_port: number, options: object): EventEmitter {
    this.given = options
    return this.server
  }
  bindClientConnect(server: EventEmitter, callback: (...parameters: unknown[]) => void): void {
    server.on('connection', callback)
  }
}

/** A socket as ws has them, which notes how it is closed. */
class FakeSocket extends EventEmitter {
  readonly readyState = 1
  readonly send = vi.fn<(text: string) => void>()
  readonly close = vi.fn<(code: number, reason: string) => void>()
}

let runtime: AuthRuntime
let authorization: string
const connected: unknown[] = []
beforeEach(async () => {
  const issuer = await createTestIssuer()
  runtime = new AuthRuntime({ issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now })
  authorization = `Bearer ${await issuer.sign()}`
  connected.length = 0
})

function guard(gatewayOptions: object = {}, options?: GuardSocketsOptions): FakeAdapter {
  const adapter = new FakeAdapter()
  const app = { get: () => runtime } as unknown as Parameters<typeof guardSockets>[0] // it is asked for nothing else
  const guarded = guardSockets(app, adapter as unknown as WebSocketAdapter, options)
  const server: unknown = guarded.create(0, gatewayOptions)
  guarded.bindClientConnect(server, (client: unknown) => void connected.push(client))
  return adapter
}

function upgrade(adapter: FakeAdapter, headers: object): Promise<{ request: object; decision: unknown[] }> {
  const request = { method: 'GET', url: '/', headers }
  return new Promise((resolve) => adapter.given.verifyClient!({ req: request }, (...decision) => resolve({ request, decision })))
}

describe('a handshake', () => {
  it('that is refused is answered with status, body and challenge', async () => {
    const { decision } = await upgrade(guard(), {})
    expect(decision).toEqual([
      false,
      401,
      expect.stringContaining('"AUTH_1005"'),
      expect.objectContaining({ 'www-authenticate': 'Bearer' }),
    ])
  })

  it('that is good is left to the check of the gateway itself', async () => {
    const verifyClient = vi.fn<Check>((_info, decide) => decide(false, 418))
    const adapter = guard({ verifyClient })
    expect((await upgrade(adapter, {})).decision[1]).toBe(401)
    expect(verifyClient).not.toHaveBeenCalled()
    expect((await upgrade(adapter, { authorization })).decision).toEqual([false, 418])
  })
})

it('a gateway\u2019s own check may answer at once, as ws allows', async () => {
  for (const isGood of [true, false]) {
    const adapter = guard({ verifyClient: () => isGood })
    expect((await upgrade(adapter, { authorization })).decision[0]).toBe(isGood)
  }
})

it('a gateway\u2019s own check that throws refuses the handshake, and ends no process', async () => {
  const adapter = guard({
    verifyClient: () => {
      throw new Error('secret')
    },
  })
  const { decision } = await upgrade(adapter, { authorization })
  expect(decision).toEqual([false, 503, expect.not.stringContaining('secret'), expect.anything()])
})

describe('a socket', () => {
  it('is let in by its handshake', async () => {
    const adapter = guard()
    const socket = new FakeSocket()
    adapter.server.emit('connection', socket, (await upgrade(adapter, { authorization })).request)
    expect(connected).toEqual([socket])
    expect(socket.close).not.toHaveBeenCalled()
  })

  it('that came past the handshake is closed, and no gateway hears of it', () => {
    const socket = new FakeSocket()
    guard({}, { allowAnonymous: true }).server.emit('connection', socket, { headers: { authorization } })
    expect(socket.close).toHaveBeenCalledWith(4401, 'AUTH_1005')
    const recovered = Object.assign(new EventEmitter(), { handshake: {}, disconnect: vi.fn<() => void>() })
    guard().server.emit('connection', recovered)
    expect(recovered.disconnect).toHaveBeenCalledOnce()
    expect(connected).toEqual([])
  })

  it('of a kind that cannot be told anything is not let in', async () => {
    const adapter = guard()
    adapter.server.emit('connection', new EventEmitter(), (await upgrade(adapter, { authorization })).request)
    expect(connected).toEqual([])
  })

  it('whose messages are no JSON, or no objects, goes on', async () => {
    const adapter = guard()
    const socket = new FakeSocket()
    adapter.server.emit('connection', socket, (await upgrade(adapter, { authorization })).request)
    for (const text of ['{', 'null', '7', '[]', '{"event":"authenticate"}']) socket.emit('message', text)
    await vi.waitFor(() => expect(socket.send).toHaveBeenCalledOnce())
    expect(JSON.parse(socket.send.mock.calls[0]![0])).toMatchObject({ event: 'exception', data: { code: 'AUTH_1005' } })
    expect(socket.close).not.toHaveBeenCalled()
  })
})
