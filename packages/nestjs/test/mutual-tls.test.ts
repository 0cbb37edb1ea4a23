import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { Controller, type INestApplication, Module, type WebSocketAdapter } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ClientProxyFactory, MessagePattern, type MicroserviceOptions, type TcpContext, Transport } from '@nestjs/microservices'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { WsAdapter } from '@nestjs/platform-ws'
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import { CertificateAuthority, type TlsIdentity } from 'issuer/certificates'
import { firstValueFrom } from 'rxjs'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { AuthModule, type AuthModuleOptions, CurrentUser, guardSockets } from '../src/index.ts'
import { createKit, type Kit } from './kit.ts'
import { readPort } from './subjects/rpc.ts'

@WebSocketGateway()
class Gateway {
  @SubscribeMessage('who')
  who(@CurrentUser('sub') data: string): object {
    return { event: 'answer', data }
  }
}

@Controller()
class Messages {
  @MessagePattern('who')
  who(@CurrentUser('sub') sub: string): string {
    return sub
  }
}

interface Connection {
  readonly identity: TlsIdentity | undefined
  readonly token: string
}

/** A server that asks for certificates, and a message to it: who it says one is, or the code of its refusal. */
interface Subject {
  readonly ask: (connection: Connection) => Promise<unknown>
  readonly close: () => Promise<void>
}

let kit: Kit
let authority: CertificateAuthority
let tls: TlsIdentity & { readonly ca: string; readonly requestCert: true; readonly rejectUnauthorized: false }
beforeAll(async () => {
  kit = await createKit()
  authority = await CertificateAuthority.create()
  tls = { ...(await authority.issue('api')), ca: authority.certificate, requestCert: true, rejectUnauthorized: false }
})

const readCertificate = (socket: unknown): Uint8Array | undefined => (socket as TLSSocket).getPeerX509Certificate()?.raw

/** Each transport has another request. */
type GetCertificate = (raw: never) => Uint8Array | undefined

function createModule(getCertificate: GetCertificate, parts: Parameters<typeof Module>[0]) {
  const options = { ...kit.options, getCertificate } as AuthModuleOptions
  @Module({ ...parts, imports: [AuthModule.forRoot(options)] })
  class Root {}
  return Root
}

async function serveSockets(
  createAdapter: (app: INestApplication) => WebSocketAdapter,
  getCertificate: GetCertificate,
): Promise<INestApplication> {
  const root = createModule(getCertificate, { providers: [Gateway] })
  const app = await NestFactory.create(root, { httpsOptions: tls, logger: false, abortOnError: false, forceCloseConnections: true })
  app.useWebSocketAdapter(guardSockets(app, createAdapter(app)))
  return app.listen(0, '127.0.0.1').then(() => app)
}

async function startWs(): Promise<Subject> {
  const app = await serveSockets(
    (each) => new WsAdapter(each),
    ({ socket }: IncomingMessage) => readCertificate(socket),
  )
  const url = (await app.getUrl()).replace('http', 'ws')
  return {
    async ask({ identity, token }) {
      const socket = new WebSocket(url, { ca: authority.certificate, ...identity, headers: { authorization: `Bearer ${token}` } })
      try {
        const refused = once(socket, 'unexpected-response').then(([, response]) => (response as IncomingMessage).statusCode)
        const status = await Promise.race([once(socket, 'open').then(() => undefined), refused])
        if (status !== undefined) return status
        socket.send(JSON.stringify({ event: 'who' }))
        const [text] = (await once(socket, 'message')) as [Buffer]
        return (JSON.parse(String(text)) as { data: unknown }).data
      } finally {
        socket.terminate()
      }
    },
    close: () => app.close(),
  }
}

async function startSocketIo(): Promise<Subject> {
  const app = await serveSockets(
    (each) => new IoAdapter(each),
    ({ request }: { request: IncomingMessage }) => readCertificate(request.socket),
  )
  const url = await app.getUrl()
  return {
    async ask({ identity, token }) {
      const options = { transports: ['websocket'], reconnection: false, forceNew: true, auth: { token } }
      const socket = io(url, { ...options, ca: authority.certificate, ...identity })
      try {
        return await new Promise((resolve) => {
          socket.on('connect_error', (error) => resolve((error as { data?: { statusCode: number } }).data?.statusCode ?? error))
          socket.on('answer', resolve)
          socket.on('connect', () => socket.emit('who'))
        })
      } finally {
        socket.close()
      }
    },
    close: () => app.close(),
  }
}

async function startTcp(): Promise<Subject> {
  const getCertificate = (context: TcpContext): Uint8Array | undefined =>
    readCertificate((context.getSocketRef() as unknown as { netSocket: unknown }).netSocket)
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(createModule(getCertificate, { controllers: [Messages] }), {
    transport: Transport.TCP,
    options: { host: '127.0.0.1', port: 0, tlsOptions: tls },
    logger: false,
    abortOnError: false,
  })
  await app.listen()
  return {
    async ask({ identity, token }) {
      const tlsOptions = { ca: authority.certificate, ...identity }
      const client = ClientProxyFactory.create({
        transport: Transport.TCP,
        options: { host: '127.0.0.1', port: readPort(app), tlsOptions },
      })
      try {
        return await firstValueFrom(client.send<unknown>('who', { metadata: { token } }))
      } catch (error) {
        return (error as { statusCode?: number }).statusCode ?? error
      } finally {
        await client.close()
      }
    },
    close: () => app.close(),
  }
}

describe.each([
  ['WebSockets by ws', startWs],
  ['socket.io', startSocketIo],
  ['a microservice over TCP', startTcp],
])('%s with TLS', (_name, start) => {
  let subject: Subject
  let own: TlsIdentity
  let token: string
  beforeAll(async () => {
    subject = await start()
    own = await authority.issue('shop')
    const thumbprint = Buffer.from(new X509Certificate(own.cert).fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
    token = await kit.issuer.sign({ sub: 'ada', cnf: { 'x5t#S256': thumbprint } })
  })
  afterAll(() => subject?.close())

  it('takes a bound token with its own certificate', async () => {
    expect(await subject.ask({ identity: own, token })).toBe('ada')
  })

  it('refuses it with another one, and with none', async () => {
    for (const identity of [await authority.issue('shop'), undefined]) expect(await subject.ask({ identity, token })).toBe(401)
  })
})
