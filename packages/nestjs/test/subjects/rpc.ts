import { Controller, type INestMicroservice, Module, type Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { type ClientProxy, ClientProxyFactory, MessagePattern, type MicroserviceOptions, Transport } from '@nestjs/microservices'
import { firstValueFrom } from 'rxjs'
import { AuthModule, CurrentUser, OptionalAuth, Public, Scopes, StepUp } from '../../src/index.ts'
import { type Kit, publicUrl } from '../kit.ts'
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

function toSubject(client: ClientProxy, close: () => Promise<unknown>): Subject {
  return {
    target: (operation) => ({ method: 'POST', url: `${publicUrl}/${operation}` }),
    async send(operation, credentials, spelling) {
      try {
        return {
          status: 200,
          code: undefined,
          answer: await firstValueFrom(client.send<unknown>(spell(operation, spelling), { metadata: credentials })),
        }
      } catch (error) {
        if (typeof error === 'string') return undefined
        const { statusCode: status, code } = error as { statusCode: number; code: string }
        return { status, code, answer: undefined }
      }
    },
    async close() {
      await client.close()
      await close()
    },
  }
}

/** A microservice of its own. */
export const startMicroservice: StartSubject = async (kit) => {
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(createRpcModule(kit), {
    ...tcpOptions,
    logger: false,
    abortOnError: false,
  })
  await app.listen()
  return toSubject(connectClient(readPort(app)), () => app.close())
}

/** A microservice beside HTTP, with the application's configuration. */
export const startHybrid: StartSubject = async (kit) => {
  const app = await NestFactory.create(createRpcModule(kit), { logger: false, abortOnError: false })
  const microservice = app.connectMicroservice<MicroserviceOptions>(tcpOptions, { inheritAppConfig: true })
  await app.startAllMicroservices()
  await app.init()
  return toSubject(connectClient(readPort(microservice)), () => app.close())
}
