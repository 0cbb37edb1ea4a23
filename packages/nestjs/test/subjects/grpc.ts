import {
  type Client,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientWritableStream,
  type ChannelCredentials,
  credentials as channel,
  loadPackageDefinition,
  Metadata,
  type ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type sendUnaryData,
  type ServiceClientConstructor,
  type ServiceError,
  status as grpcStatus,
} from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'
import { Controller, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { GrpcMethod, GrpcStreamCall, GrpcStreamMethod, type MicroserviceOptions, Transport } from '@nestjs/microservices'
import { fileURLToPath } from 'node:url'
import { count, from, map, type Observable } from 'rxjs'
import { findFreePort } from '../../../pkce-dpop/test/redis-server.ts'
import { AuthModule, CurrentUser, OptionalAuth, Public, Scopes, StepUp } from '../../src/index.ts'
import { type Kit, publicUrl } from '../kit.ts'
import type { Credentials, Outcome } from '../requests.ts'
import { spell, type StartSubject } from '../subject.ts'

const protoPath = fileURLToPath(new URL('orders.proto', import.meta.url))

const { Orders: Service } = loadPackageDefinition(loadSync(protoPath))['shop'] as unknown as { Orders: ServiceClientConstructor } // as the file says
// Requests and answers of all methods have the same forms.
const { requestSerialize, responseDeserialize } = Service.service['List']!

interface Answer {
  readonly text: string
}

@Controller()
class Orders {
  @GrpcMethod()
  @Scopes('orders:read')
  list(@CurrentUser('sub') text: string): Answer {
    return { text }
  }

  @GrpcMethod()
  @Scopes('orders:write')
  write(@CurrentUser('sub') text: string): Answer {
    return { text }
  }

  @GrpcMethod()
  @StepUp({ acr: 'gold' })
  refund(@CurrentUser('sub') text: string): Answer {
    return { text }
  }

  @GrpcMethod()
  @Public()
  health(): Answer {
    return { text: 'well' }
  }

  @GrpcMethod()
  @OptionalAuth()
  hello(@CurrentUser('sub') text = 'stranger'): Answer {
    return { text }
  }

  /** Several answers to one request. */
  @GrpcMethod()
  @Scopes('orders:read')
  watch(@CurrentUser('sub') text: string): Observable<Answer> {
    return from([{ text }, { text }])
  }

  /** One answer to several requests. */
  @GrpcStreamMethod()
  @Scopes('orders:read')
  count(requests: Observable<object>): Observable<Answer> {
    return requests.pipe(
      count(),
      map((text) => ({ text: String(text) })),
    )
  }

  /** An answer to each of several requests. */
  @GrpcStreamMethod()
  @Scopes('orders:read')
  chat(requests: Observable<object>): Observable<Answer> {
    return requests.pipe(map(() => ({ text: 'yes' })))
  }

  /** The same, by the call itself. */
  @GrpcStreamCall()
  @Scopes('orders:read')
  relay(call: ServerDuplexStream<object, Answer>): void {
    call.on('data', () => call.write({ text: 'yes' }))
    call.on('end', () => call.end())
  }

  /** One answer to several requests, by the call itself. */
  @GrpcStreamCall()
  @Scopes('orders:read')
  collect(call: ServerReadableStream<object, Answer>, answer: sendUnaryData<Answer>): void {
    let requests = 0
    call.on('data', () => requests++)
    call.on('end', () => answer(null, { text: String(requests) }))
  }
}

type Callback = (error: ServiceError | null, answer?: Answer) => void

/** The service as its clients see it. */
export interface OrdersClient extends Client {
  readonly list: (request: object, metadata: Metadata, callback: Callback) => unknown
  readonly watch: (request: object, metadata: Metadata) => ClientReadableStream<Answer>
  readonly count: (metadata: Metadata, callback: Callback) => ClientWritableStream<object>
  readonly collect: OrdersClient['count']
  readonly chat: (metadata: Metadata) => ClientDuplexStream<object, Answer>
  readonly relay: OrdersClient['chat']
}

export interface RunningGrpc {
  readonly client: OrdersClient
  readonly connect: (credentials: ChannelCredentials) => OrdersClient
  readonly close: () => Promise<unknown>
}

/** A microservice over gRPC, and a client of it. */
export async function startOrders({ options }: Pick<Kit, 'options'>, security?: ServerCredentials): Promise<RunningGrpc> {
  @Module({ imports: [AuthModule.forRoot(options)], controllers: [Orders] })
  class Root {}
  const url = `127.0.0.1:${await findFreePort()}`
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(Root, {
    transport: Transport.GRPC,
    options: { package: 'shop', protoPath, url, ...(security && { credentials: security }) },
    logger: false,
    abortOnError: false,
  })
  await app.listen()
  const clients: OrdersClient[] = []
  const connect = (credentials: ChannelCredentials): OrdersClient => {
    const client = new Service(url, credentials) as unknown as OrdersClient // whose methods are made from the file
    clients.push(client)
    return client
  }
  return {
    client: connect(channel.createInsecure()),
    connect,
    async close() {
      for (const client of clients) client.close()
      await app.close()
    },
  }
}

export function toMetadata(credentials: Credentials): Metadata {
  const metadata = new Metadata()
  for (const [name, value] of Object.entries(credentials)) metadata.set(name, value)
  return metadata
}

/** What each status is over HTTP. */
const statuses: Readonly<Record<number, number>> = {
  [grpcStatus.INVALID_ARGUMENT]: 400,
  [grpcStatus.UNAUTHENTICATED]: 401,
  [grpcStatus.PERMISSION_DENIED]: 403,
  [grpcStatus.UNAVAILABLE]: 503,
}

function toOutcome({ code, metadata }: ServiceError): Outcome | undefined {
  if (code === grpcStatus.UNIMPLEMENTED) return undefined
  return { status: statuses[code] ?? code, code: metadata.get('code')[0]?.toString(), answer: undefined }
}

function toPath(operation: string): string {
  return `/shop.Orders/${operation.replace(/^[a-z]/, (letter) => letter.toUpperCase())}`
}

export const startGrpc: StartSubject = async (kit) => {
  const { client, close } = await startOrders(kit)
  return {
    target: (operation) => ({ method: 'POST', url: publicUrl + toPath(operation) }),
    send: (operation, credentials, spelling) =>
      new Promise((resolve) => {
        const path = spell(toPath(operation), spelling)
        client.makeUnaryRequest(path, requestSerialize, responseDeserialize, {}, toMetadata(credentials), (error, answer) =>
          resolve(error ? toOutcome(error) : { status: 200, code: undefined, answer: (answer as Answer).text }),
        )
      }),
    close,
  }
}
