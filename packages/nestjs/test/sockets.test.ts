import { once } from 'node:events'
import { type INestApplication, Module, type Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { WsAdapter } from '@nestjs/platform-ws'
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import {
  AuthContext,
  AuthModule,
  type AuthModuleOptions,
  CurrentUser,
  guardSockets,
  type GuardSocketsOptions,
  OptionalAuth,
  Scopes,
} from '../src/index.ts'
import { createKit, type Kit, publicUrl } from './kit.ts'

/** Who reached `handleConnection`, and who is there. */
const connected: unknown[] = []

@WebSocketGateway({ path: '/socket' })
class Gateway {
  handleConnection(client: { auth?: { claims: { sub?: string } } }): void {
    connected.push(client.auth?.claims.sub)
  }

  @SubscribeMessage('who')
  who(@CurrentUser('sub') data: string): object {
    return { event: 'answer', data }
  }

  @SubscribeMessage('lenient')
  @OptionalAuth({ onInvalid: 'ignore' })
  lenient(@CurrentUser('sub') data = 'stranger'): object {
    return { event: 'answer', data }
  }

  @SubscribeMessage('scoped')
  @Scopes('orders:write')
  scoped(@AuthContext() auth: { scopes: string[] }): object {
    return { event: 'answer', data: auth.scopes }
  }
}

/** Timers that run when the test says so. */
class ManualTimers {
  readonly waiting = new Map<() => void, number>()
  readonly start = (callback: () => void, seconds: number): (() => void) => {
    this.waiting.set(callback, seconds)
    return () => this.waiting.delete(callback)
  }
  run(): void {
    const due = Array.from(this.waiting.keys())
    for (const callback of due) {
      this.waiting.delete(callback)
      callback()
    }
  }
}

interface Running {
  readonly app: INestApplication
  readonly url: string
  readonly timers: ManualTimers
}

let kit: Kit
let running: Running | undefined
beforeEach(async () => {
  kit = await createKit()
  connected.length = 0
})
afterEach(async () => {
  await running?.app.close()
  running = undefined
})

type Kind = 'socket.io' | 'ws'

async function start(kind: Kind, options: GuardSocketsOptions = {}, more: Partial<AuthModuleOptions> = {}): Promise<Running> {
  const timers = new ManualTimers()
  @Module({
    imports: [AuthModule.forRoot({ ...kit.options, startTimer: timers.start, ...more } as AuthModuleOptions)],
    providers: [Gateway],
  })
  class Root {}
  const app = await NestFactory.create(Root as Type, { logger: false, abortOnError: false, forceCloseConnections: true })
  app.useWebSocketAdapter(guardSockets(app, kind === 'ws' ? new WsAdapter(app) : new IoAdapter(app), options))
  await app.listen(0, '127.0.0.1')
  running = { app, url: await app.getUrl(), timers }
  return running
}

/** One client of either kind, in the same words. */
interface Client {
  readonly send: (event: string, data?: unknown) => void
  /** The next message of an event; everything that is not waited for is dropped. */
  readonly next: (event: string) => Promise<unknown>
  readonly closed: Promise<unknown>
  readonly close: () => void
}

function wrapIo(socket: Socket): Client {
  return {
    send: (event, data) => void socket.emit(event, data),
    next: (event) => new Promise((resolve) => socket.once(event, resolve)),
    closed: new Promise((resolve) => socket.once('disconnect', resolve)),
    close: () => socket.close(),
  }
}

function wrapWs(socket: WebSocket): Client {
  return {
    send: (event, data) => socket.send(JSON.stringify({ event, data })),
    next: (event) =>
      new Promise((resolve) =>
        socket.on('message', (text: Buffer) => {
          const message = JSON.parse(String(text)) as { event: string; data: unknown }
          if (message.event === event) resolve(message.data)
        }),
      ),
    closed: once(socket, 'close').then(([code, reason]) => [code, String(reason)]),
    close: () => socket.terminate(),
  }
}

async function connect(kind: Kind, url: string, headers: Record<string, string>, namespace = '/', more: object = {}): Promise<Client> {
  if (kind === 'ws') {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket`, { headers })
    await once(socket, 'open')
    return wrapWs(socket)
  }
  const socket = io(url + namespace, {
    path: '/socket',
    auth: headers,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...more,
  })
  await new Promise((resolve, reject) => socket.once('connect', () => resolve(undefined)).once('connect_error', reject))
  return wrapIo(socket)
}

async function bearer(claims: Record<string, unknown> = {}): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await kit.issuer.sign({ sub: 'ada', ...claims })}` }
}

describe.each<Kind>(['socket.io', 'ws'])('%s', (kind) => {
  it('who is refused never reaches handleConnection', async () => {
    const { url } = await start(kind)
    await expect(connect(kind, url, {})).rejects.toThrow()
    await expect(connect(kind, url, await bearer({ exp: 1 }))).rejects.toThrow()
    expect(connected).toEqual([])
    const client = await connect(kind, url, await bearer())
    client.send('who')
    expect(await client.next('answer')).toBe('ada')
    expect(connected).toEqual(['ada'])
    client.close()
  })

  it('each message must satisfy its own requirements, and the socket stays', async () => {
    const { url } = await start(kind)
    const client = await connect(kind, url, await bearer())
    client.send('scoped')
    expect(await client.next('exception')).toMatchObject({ statusCode: 403, code: 'AUTH_1006', error: 'insufficient_scope' })
    client.send('who')
    expect(await client.next('answer')).toBe('ada')
    client.close()
  })

  it('a socket ends with its token, and is told why', async () => {
    const { url, timers } = await start(kind)
    const client = await connect(kind, url, await bearer())
    const [seconds] = [...timers.waiting.values()]
    expect(seconds).toBeGreaterThan(300)
    timers.run()
    kit.issuer.advance(seconds!)
    const told = client.next('exception')
    timers.run()
    expect(await told).toMatchObject({ statusCode: 401, code: 'AUTH_1001' })
    expect(await client.closed).toEqual(kind === 'ws' ? [4401, 'AUTH_1001'] : 'io server disconnect')
  })

  it('a message with a token that has gone bad since ends the socket, without a timer', async () => {
    const { url } = await start(kind)
    const client = await connect(kind, url, await bearer())
    kit.issuer.advance(400)
    const told = client.next('exception')
    client.send('who')
    expect(await told).toMatchObject({ statusCode: 401, code: 'AUTH_1001' })
    await client.closed
  })

  it('and so does one that asks for nobody: what was somebody\u2019s does not become nobody\u2019s', async () => {
    const { url } = await start(kind)
    const client = await connect(kind, url, await bearer())
    client.send('lenient')
    expect(await client.next('answer')).toBe('ada')
    kit.issuer.advance(400)
    const told = client.next('exception')
    client.send('lenient')
    expect(await told).toMatchObject({ code: 'AUTH_1001' })
    await client.closed
  })

  it('a new token in band goes on from there: its time, its scopes', async () => {
    const { url, timers } = await start(kind)
    const client = await connect(kind, url, await bearer())
    kit.issuer.advance(200)
    client.send('authenticate', { token: await kit.issuer.sign({ sub: 'ada', scope: 'orders:write' }) })
    expect(await client.next('authenticated')).toMatchObject({ expires_at: expect.any(Number) })
    expect(timers.waiting.size).toBe(1)
    kit.issuer.advance(200)
    timers.run()
    client.send('scoped')
    expect(await client.next('answer')).toEqual(['orders:write'])
    client.close()
  })

  it('a new token of somebody else, or a bad one, is refused, and the socket stays its owner\u2019s', async () => {
    const { url } = await start(kind)
    const client = await connect(kind, url, await bearer())
    client.send('authenticate', await bearer({ sub: 'linus' }))
    expect(await client.next('exception')).toMatchObject({ statusCode: 403, code: 'AUTH_1006' })
    client.send('authenticate', await bearer({ exp: 1 }))
    expect(await client.next('exception')).toMatchObject({ code: 'AUTH_1001' })
    client.send('who')
    expect(await client.next('answer')).toBe('ada')
    client.close()
  })

  it('where anonymous sockets are let in, they get nothing but what is public until they authenticate', async () => {
    const { url } = await start(kind, { allowAnonymous: true })
    await expect(connect(kind, url, await bearer({ exp: 1 }))).rejects.toThrow()
    const client = await connect(kind, url, {})
    expect(connected).toEqual([undefined])
    client.send('who')
    expect(await client.next('exception')).toMatchObject({ statusCode: 401, code: 'AUTH_1005' })
    client.send('authenticate', await bearer())
    await client.next('authenticated')
    client.send('who')
    expect(await client.next('answer')).toBe('ada')
    client.close()
  })

  it('two tokens that an anonymous socket sends at once make it the first one\u2019s, not somebody else\u2019s after that', async () => {
    const { url } = await start(kind, { allowAnonymous: true })
    const client = await connect(kind, url, {})
    const refused = client.next('exception')
    const accepted = client.next('authenticated')
    for (const credentials of [await bearer({ sub: 'ada' }), await bearer({ sub: 'linus' })]) client.send('authenticate', credentials)
    await accepted
    expect(await refused).toMatchObject({ statusCode: 403, code: 'AUTH_1006' })
    client.close()
  })

  it('a token that names nobody takes over no socket of another one that names nobody', async () => {
    const { url } = await start(kind)
    const client = await connect(kind, url, await bearer({ sub: undefined, client_id: undefined }))
    client.send('authenticate', await bearer({ sub: undefined, client_id: undefined, scope: 'orders:write' }))
    expect(await client.next('exception')).toMatchObject({ statusCode: 403, code: 'AUTH_1006' })
    client.close()
  })

  it('headers with the names of what every object has are only headers', async () => {
    const { url } = await start(kind)
    const extraHeaders = { constructor: 'x', ...(await bearer()) }
    const client =
      kind === 'ws'
        ? await connect(kind, url, extraHeaders)
        : await connect(kind, url, await bearer(), '/', { extraHeaders: { constructor: 'x' } })
    client.send('who')
    expect(await client.next('answer')).toBe('ada')
    client.close()
  })

  it('a token that is found good when its socket has gone starts nothing', async () => {
    let isSlow = false
    const asked: (() => void)[] = []
    const revoked = async (): Promise<boolean> => {
      if (isSlow) await new Promise<void>((resolve) => asked.push(resolve))
      return false
    }
    const { url, timers } = await start(kind, {}, { revoked })
    const client = await connect(kind, url, await bearer())
    isSlow = true
    client.send('authenticate', await bearer())
    await expect.poll(() => asked.length).toBe(1)
    client.close()
    await expect.poll(() => timers.waiting.size).toBe(0)
    asked[0]!()
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    expect(timers.waiting.size).toBe(0)
  })

  it('an outage is told as such and ends no socket', async () => {
    let isDown = false
    const revoked = (): boolean => {
      if (isDown) throw new Error('away')
      return false
    }
    const { url } = await start(kind, {}, { revoked })
    const client = await connect(kind, url, await bearer())
    isDown = true
    client.send('who')
    expect(await client.next('exception')).toMatchObject({ statusCode: 503, code: 'SRV_5002', headers: { 'retry-after': '1' } })
    isDown = false
    client.send('who')
    expect(await client.next('answer')).toBe('ada')
    client.close()
  })

  it('nothing is left waiting for a socket that has gone', async () => {
    const { url, timers } = await start(kind)
    const client = await connect(kind, url, await bearer())
    expect(timers.waiting.size).toBe(1)
    client.close()
    await expect.poll(() => timers.waiting.size).toBe(0)
  })
})

it('socket.io: a namespace is guarded as all of it is', async () => {
  @WebSocketGateway({ namespace: 'staff', path: '/socket' })
  class StaffGateway {
    handleConnection(): void {
      connected.push('staff')
    }

    @SubscribeMessage('who')
    who(@CurrentUser('sub') data: string): object {
      return { event: 'answer', data }
    }
  }
  @Module({ imports: [AuthModule.forRoot(kit.options)], providers: [StaffGateway] })
  class Root {}
  const app = await NestFactory.create(Root, { logger: false, abortOnError: false, forceCloseConnections: true })
  app.useWebSocketAdapter(guardSockets(app, new IoAdapter(app)))
  await app.listen(0, '127.0.0.1')
  running = { app, url: await app.getUrl(), timers: new ManualTimers() }
  for (const namespace of ['/staff', '/']) await expect(connect('socket.io', running.url, {}, namespace)).rejects.toThrow()
  expect(connected).toEqual([])
  const client = await connect('socket.io', running.url, await bearer(), '/staff')
  client.send('who')
  expect(await client.next('answer')).toBe('ada')
  client.close()
})

it('socket.io: gateways of one namespace use a proof once', async () => {
  @WebSocketGateway({ namespace: 'staff', path: '/socket' })
  class OneGateway {}
  @WebSocketGateway({ namespace: 'staff', path: '/socket' })
  class OtherGateway {
    @SubscribeMessage('who')
    who(@CurrentUser('sub') data: string): object {
      return { event: 'answer', data }
    }
  }
  @Module({ imports: [AuthModule.forRoot(kit.options)], providers: [OneGateway, OtherGateway] })
  class Root {}
  const app = await NestFactory.create(Root, { logger: false, abortOnError: false, forceCloseConnections: true })
  app.useWebSocketAdapter(guardSockets(app, new IoAdapter(app)))
  await app.listen(0, '127.0.0.1')
  running = { app, url: await app.getUrl(), timers: new ManualTimers() }
  const token = await kit.issuer.sign({ sub: 'ada', cnf: { jkt: kit.pair.thumbprint } })
  const dpop = await kit.pair.createProof({ method: 'GET', url: `${publicUrl}/socket/`, accessToken: token })
  const client = await connect('socket.io', running.url, { authorization: `DPoP ${token}`, dpop }, '/staff')
  client.send('who')
  expect(await client.next('answer')).toBe('ada')
  client.close()
})

it('socket.io: the answer to a new token goes to who waits for it', async () => {
  const { url } = await start('socket.io')
  const socket = io(url, { path: '/socket', auth: await bearer(), transports: ['websocket'], forceNew: true })
  const token = await kit.issuer.sign({ sub: 'ada' })
  expect(await socket.emitWithAck('authenticate', { token })).toMatchObject({ expires_at: expect.any(Number) })
  expect(await socket.emitWithAck('authenticate', { token: 'x' })).toMatchObject({ statusCode: 401, code: 'AUTH_1002' })
  socket.close()
})
