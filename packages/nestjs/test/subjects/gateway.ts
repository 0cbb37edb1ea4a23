import { once } from 'node:events'
import { type INestApplication, Module, type WebSocketAdapter } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { WsAdapter } from '@nestjs/platform-ws'
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import { io } from 'socket.io-client'
import { WebSocket } from 'ws'
import { AuthModule, CurrentUser, guardSockets, OptionalAuth, Public, Scopes, StepUp } from '../../src/index.ts'
import { type Kit, publicUrl } from '../kit.ts'
import type { Credentials, Operation, Outcome, Spelling } from '../requests.ts'
import { spell, type StartSubject } from '../subject.ts'
import { toBody } from '../wire.ts'

@WebSocketGateway({ path: '/socket' })
class OrdersGateway {
  @SubscribeMessage('list')
  @Scopes('orders:read')
  list(@CurrentUser('sub') data: string): object {
    return { event: 'answer', data }
  }

  @SubscribeMessage('write')
  @Scopes('orders:write')
  write(@CurrentUser('sub') data: string): object {
    return { event: 'answer', data }
  }

  @SubscribeMessage('refund')
  @StepUp({ acr: 'gold' })
  refund(@CurrentUser('sub') data: string): object {
    return { event: 'answer', data }
  }

  @SubscribeMessage('health')
  @Public()
  health(): object {
    return { event: 'answer', data: 'well' }
  }

  @SubscribeMessage('hello')
  @OptionalAuth()
  hello(@CurrentUser('sub') data = 'stranger'): object {
    return { event: 'answer', data }
  }

  @SubscribeMessage('last')
  @Public()
  async last(): Promise<object> {
    await new Promise(setImmediate)
    return { event: 'answer', data: null }
  }
}

type CreateAdapter = (app: INestApplication) => WebSocketAdapter

async function start({ options }: Kit, createAdapter: CreateAdapter): Promise<{ app: INestApplication; url: string }> {
  @Module({ imports: [AuthModule.forRoot(options)], providers: [OrdersGateway] })
  class Root {}
  const app = await NestFactory.create(Root, { logger: false, abortOnError: false, forceCloseConnections: true })
  app.useWebSocketAdapter(guardSockets(app, createAdapter(app), { allowAnonymous: true }))
  await app.listen(0, '127.0.0.1')
  return { app, url: await app.getUrl() }
}

interface Told {
  readonly statusCode: number
  readonly code: string
}

const toRefusal = ({ statusCode: status, code }: Told): Outcome => ({ status, code, answer: undefined })
const toAnswer = (answer: unknown): Outcome | undefined => (answer === null ? undefined : { status: 200, code: undefined, answer })

/** A message that nobody knows is answered by nobody: the one behind it is. */
function toMessages(operation: Operation, spelling: Spelling): readonly string[] {
  return spelling === 'plain' || spelling === 'head' ? [operation] : [spell(operation, spelling), 'last']
}

export const startSocketIo: StartSubject = async (kit) => {
  const { app, url } = await start(kit, (each) => new IoAdapter(each))
  return {
    target: () => ({ method: 'GET', url: `${publicUrl}/socket/` }),
    async send(operation, credentials, spelling) {
      const socket = io(url, { path: '/socket', auth: { ...credentials }, transports: ['websocket'], reconnection: false, forceNew: true })
      try {
        return await new Promise<Outcome | undefined>((resolve) => {
          socket.on('connect_error', (error) => resolve(toRefusal((error as unknown as { data: Told }).data)))
          socket.on('exception', (told: Told) => resolve(toRefusal(told)))
          socket.on('answer', (answer: unknown) => resolve(toAnswer(answer)))
          socket.on('connect', () => toMessages(operation, spelling).forEach((event) => socket.emit(event)))
        })
      } finally {
        socket.close()
      }
    },
    close: () => app.close(),
  }
}

async function refusedHandshake(response: AsyncIterable<Buffer>): Promise<Outcome> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  const body = toBody(Buffer.concat(chunks).toString())
  return { status: (response as unknown as { statusCode: number }).statusCode, code: body['code'] as string, answer: undefined }
}

async function exchange(socket: WebSocket, events: readonly string[]): Promise<Outcome | undefined> {
  const failed = once(socket, 'unexpected-response') as Promise<[unknown, AsyncIterable<Buffer>]>
  const opened = await Promise.race([once(socket, 'open').then(() => undefined), failed])
  if (opened) return refusedHandshake(opened[1])
  for (const event of events) socket.send(JSON.stringify({ event }))
  const [text] = (await once(socket, 'message')) as [Buffer]
  const { event, data } = JSON.parse(String(text)) as { event: string; data: unknown }
  return event === 'exception' ? toRefusal(data as Told) : toAnswer(data)
}

/** Credentials as headers, which programs can send. */
export const startWs: StartSubject = async (kit) => {
  const { app, url } = await start(kit, (each) => new WsAdapter(each))
  return {
    target: () => ({ method: 'GET', url: `${publicUrl}/socket` }),
    async send(operation: Operation, credentials: Credentials, spelling) {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/socket`, { headers: { ...credentials } })
      try {
        return await exchange(socket, toMessages(operation, spelling))
      } finally {
        socket.terminate()
      }
    },
    close: () => app.close(),
  }
}
