import { Controller, type INestMicroservice, Module, type Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { type ClientProxy, ClientProxyFactory, MessagePattern, type MicroserviceOptions, Transport } from '@nestjs/microservices'
import { firstValueFrom } from 'rxjs'
import { AuthModule, CurrentUser, OptionalAuth, Public, Scopes, StepUp } from '../../src/index.ts'
import { type Kit, publicUrl } from '../kit.ts'
import type { Credentials, Outcome } from '../requests.ts'
import { spell, type StartSubject, type Subject } from '../subject.ts'

@Controller()
class OrdersMessages {
  @MessagePattern('list')
  @Scopes('orders:read')
  list(@CurrentUser('sub') sub: string): string {
    return sub
  }

  @MessagePattern('write')
  @Scopes('orders:write')
  write(@CurrentUser('sub') sub: string): string {
    return sub
  }

  @MessagePattern('refund')
  @StepUp({ acr: 'gold' })
  refund(@CurrentUser('sub') sub: string): string {
    return sub
  }

  @MessagePattern('health')
  @Public()
  health(): string {
    return 'well'
  }

  @MessagePattern('hello')
  @OptionalAuth()
  hello(@CurrentUser('sub') sub = 'stranger'): string {
    return sub
  }
}

export function createRpcModule({ options }: Kit): Type {
  @Module({ imports: [AuthModule.forRoot(options)], controllers: [OrdersMessages] })
  class Root {}
  return Root
}

export const tcpOptions: MicroserviceOptions = { transport: Transport.TCP, options: { host: '127.0.0.1', port: 0 } }

export function readPort(microservice: INestMicroservice): number {
  return (microservice as unknown as { unwrap: () => { address: () => { port: number } } }).unwrap().address().port
}

export function connectClient(port: number): ClientProxy {
  return ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } })
}

interface RpcSubjectParts {
  readonly client: ClientProxy
  readonly close: () => Promise<unknown>
  /** A message with credentials, where the transport has them. */
  readonly pack?: (credentials: Credentials) => object
}

/** Says that nobody listens: the text of Nest, or an error of the broker's. */
function isUnheard(error: unknown): boolean {
  return !Object.hasOwn(Object(error) as object, 'statusCode')
}

export function toSubject({ client, close, pack = (credentials) => ({ metadata: credentials }) }: RpcSubjectParts): Subject {
  const ask = async (pattern: string, credentials: Credentials): Promise<Outcome | undefined> => {
    try {
      return { status: 200, code: undefined, answer: await firstValueFrom(client.send<unknown>(pattern, pack(credentials))) }
    } catch (error) {
      if (isUnheard(error)) return undefined
      const { statusCode: status, code } = error as { statusCode: number; code: string }
      return { status, code, answer: undefined }
    }
  }
  return {
    target: (operation) => ({ method: 'POST', url: `${publicUrl}/${operation}` }),
    send(operation, credentials, spelling) {
      const pattern = spell(operation, spelling)
      const asked = ask(pattern, credentials)
      // A broker may tell nobody that nobody listens: what is asked behind it is answered.
      return pattern === operation ? asked : Promise.race([asked, ask('health', {}).then(() => undefined)])
    },
    close,
  }
}

function withClient(microservice: INestMicroservice, stop: () => Promise<void>): Subject {
  const client = connectClient(readPort(microservice))
  const close = async (): Promise<void> => {
    await client.close()
    await stop()
  }
  return toSubject({ client, close })
}

/** A microservice of its own. */
export const startMicroservice: StartSubject = async (kit) => {
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(createRpcModule(kit), {
    ...tcpOptions,
    logger: false,
    abortOnError: false,
  })
  await app.listen()
  return withClient(app, () => app.close())
}

/** A microservice beside HTTP, with the application's configuration. */
export const startHybrid: StartSubject = async (kit) => {
  const app = await NestFactory.create(createRpcModule(kit), { logger: false, abortOnError: false })
  const microservice = app.connectMicroservice<MicroserviceOptions>(tcpOptions, { inheritAppConfig: true })
  await app.startAllMicroservices()
  await app.init()
  return withClient(microservice, () => app.close())
}
