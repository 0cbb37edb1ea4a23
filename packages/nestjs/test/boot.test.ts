import { InvalidConfigError } from '@auth/core-errors'
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo'
import { Catch, Controller, type ExceptionFilter, type ExecutionContext, Get, Module, type Type } from '@nestjs/common'
import { APP_FILTER, NestFactory } from '@nestjs/core'
import { GraphQLModule, Query, ResolveField, Resolver, ResolveReference } from '@nestjs/graphql'
import type { MicroserviceOptions } from '@nestjs/microservices'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { WebSocketGateway } from '@nestjs/websockets'
import { firstValueFrom } from 'rxjs'
import { beforeEach, describe, expect, it } from 'vitest'
import { AuthModule, AuthService, Claims, guardSockets, Public, Scopes, UseConfiguration } from '../src/index.ts'
import { createKit, type Kit } from './kit.ts'
import { connectClient, createRpcModule, readPort, tcpOptions } from './subjects/rpc.ts'

let kit: Kit
beforeEach(async () => {
  kit = await createKit()
})

const settings = { logger: false, abortOnError: false } as const

function createModule(...metadata: Parameters<typeof Module>): Type {
  @Module({ ...metadata[0], imports: [AuthModule.forRoot(kit.options), ...(metadata[0].imports ?? [])] })
  class Root {}
  return Root
}

async function failToBoot(
  root: Type,
  prepare: (app: Awaited<ReturnType<typeof NestFactory.create>>) => unknown = () => {},
): Promise<InvalidConfigError> {
  const app = await NestFactory.create(root, settings)
  try {
    await prepare(app)
    await app.init()
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidConfigError)
    return error as InvalidConfigError
  } finally {
    await app.close()
  }
  throw new Error('the application started')
}

describe('a microservice without the configuration of its application', () => {
  const remedy = /inheritAppConfig: true/

  it('does not start, whether it is connected before the application is initialised', async () => {
    const error = await failToBoot(createRpcModule(kit), (app) => app.connectMicroservice<MicroserviceOptions>(tcpOptions))
    expect(error.message).toMatch(remedy)
    expect(error.details).toEqual({ option: 'inheritAppConfig' })
  })

  it('or after that', async () => {
    const app = await NestFactory.create(createRpcModule(kit), settings)
    await app.init()
    app.connectMicroservice<MicroserviceOptions>(tcpOptions)
    await expect(app.startAllMicroservices()).rejects.toThrow(remedy)
    await app.close()
  })

  it('whatever else of its own keeps messages from their handlers', async () => {
    const app = await NestFactory.create(createRpcModule(kit), settings)
    const microservice = app.connectMicroservice<MicroserviceOptions>(tcpOptions, { deferInitialization: true })
    const refuseTheUnknown = {
      canActivate: (context: ExecutionContext) => Object.hasOwn(Object(context.switchToRpc().getData()) as object, 'tenant'),
    }
    microservice.useGlobalGuards(refuseTheUnknown)
    await expect(app.startAllMicroservices()).rejects.toThrow(remedy)
    await app.close()
  })

  it('or before that, and started at once', async () => {
    const app = await NestFactory.create(createRpcModule(kit), settings)
    app.connectMicroservice<MicroserviceOptions>(tcpOptions)
    await expect(app.startAllMicroservices()).rejects.toThrow(remedy)
    await app.close()
  })
})

it('a microservice with it starts, and no message reaches the probe, nor tells anybody that it was there', async () => {
  const seen: unknown[] = []
  @Catch()
  class CatchAll implements ExceptionFilter {
    catch(error: unknown): unknown {
      seen.push(error)
      return undefined
    }
  }
  const events: unknown[] = []
  @Module({
    imports: [AuthModule.forRoot({ ...kit.options, onEvent: (event) => events.push(event) })],
    providers: [{ provide: APP_FILTER, useClass: CatchAll }],
  })
  class Root {}
  const app = await NestFactory.create(Root, settings)
  const microservice = app.connectMicroservice<MicroserviceOptions>(tcpOptions, { inheritAppConfig: true })
  await app.startAllMicroservices()
  expect(events).toEqual([])
  const client = connectClient(readPort(microservice))
  for (const pattern of [{ probe: '@auth/nestjs' }, 'probe'])
    await expect(firstValueFrom(client.send(pattern, {}))).rejects.toMatch(/no matching message handler/)
  await client.close()
  await app.close()
})

describe('a gateway', () => {
  @WebSocketGateway({ path: '/socket' })
  class Gateway {}

  @WebSocketGateway({ path: '/other' })
  @UseConfiguration('partners')
  class PartnersGateway {}

  it('does not start behind an adapter that authenticates nobody, or behind none', async () => {
    const root = createModule({ providers: [Gateway] })
    for (const prepare of [
      () => {},
      (app: Parameters<typeof guardSockets>[0] & { useWebSocketAdapter: (adapter: IoAdapter) => unknown }) =>
        app.useWebSocketAdapter(new IoAdapter(app)),
    ]) {
      const error = await failToBoot(root, prepare as never)
      expect(error.message).toMatch(/^sockets reach Gateway before any guard runs: write app\.useWebSocketAdapter\(guardSockets\(/)
    }
  })

  it('does not start when another configuration judges its sockets', async () => {
    @Module({ imports: [AuthModule.forRoot({ ...kit.options, configurations: { partners: kit.options } })], providers: [PartnersGateway] })
    class Root {}
    const error = await failToBoot(Root, (app) => app.useWebSocketAdapter(guardSockets(app, new IoAdapter(app))))
    expect(error.message).toMatch(/give guardSockets \{configuration: "partners"\}/)
    const app = await NestFactory.create(Root, settings)
    app.useWebSocketAdapter(guardSockets(app, new IoAdapter(app), { configuration: 'partners' }))
    await app.init()
    await app.close()
  })

  it('may serve in several applications of one process, one after the other', async () => {
    for (let count = 0; count < 2; count++) {
      const app = await NestFactory.create(createModule({ providers: [Gateway] }), settings)
      app.useWebSocketAdapter(guardSockets(app, new IoAdapter(app)))
      await app.init()
      await app.close()
    }
  })
})

describe('a field resolver that asks for something', () => {
  @Resolver('Query')
  class Fields {
    @Query(() => String)
    order(): string {
      return 'tea'
    }

    @ResolveField('order', () => String)
    @Scopes('orders:read')
    price(): string {
      return '3'
    }
  }

  function createGraphql(more: Partial<ApolloDriverConfig>): Type {
    const graphql = GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      typeDefs: 'type Query { order: String }',
      graphiql: false,
      ...more,
    })
    return createModule({ imports: [graphql], providers: [Fields] })
  }

  it('does not start where Nest would run no guard for it', async () => {
    const error = await failToBoot(createGraphql({}))
    expect(error.message).toMatch(/Fields\.price: write .*fieldResolverEnhancers: \['guards'\]/)
  })

  it('starts where it would', async () => {
    const app = await NestFactory.create(createGraphql({ fieldResolverEnhancers: ['guards'] }), settings)
    await app.init()
    await app.close()
  })
})

it.each<[string, ClassDecorator[], MethodDecorator[], boolean]>([
  ['a field of a class that asks for something', [Scopes('orders:read')], [ResolveField('order')], false],
  ['a field of a class that asks for nothing', [Public()], [ResolveField('order')], true],
  ['an entity by its reference, which a query may begin with', [], [ResolveReference()], false],
  ['an open reference', [Public()], [ResolveReference()], true],
  ['a reference that asks for something below a class that is open', [Public()], [ResolveReference(), Scopes('a')], false],
])('%s starts only where a guard runs for it', async (_name, onClass, onMethod, isOpen) => {
  class Entities {
    find(): string {
      return 'tea'
    }
  }
  for (const decorate of onMethod) decorate(Entities.prototype, 'find', Object.getOwnPropertyDescriptor(Entities.prototype, 'find')!)
  for (const decorate of [Resolver('Query'), ...onClass]) decorate(Entities)
  const createGraphql = (more: Partial<ApolloDriverConfig>): Type =>
    createModule({
      imports: [
        GraphQLModule.forRoot<ApolloDriverConfig>({
          driver: ApolloDriver,
          typeDefs: 'type Query { order: String }',
          resolverValidationOptions: { requireResolversToMatchSchema: 'ignore' },
          graphiql: false,
          ...more,
        }),
      ],
      providers: [Entities],
    })
  if (!isOpen) expect((await failToBoot(createGraphql({}))).details).toEqual({ option: 'fieldResolverEnhancers' })
  const app = await NestFactory.create(createGraphql(isOpen ? {} : { fieldResolverEnhancers: ['guards'] }), settings)
  await app.init()
  await app.close()
})

describe('a route that asks for what cannot be', () => {
  it.each<[string, RegExp, MethodDecorator[]]>([
    ['a configuration that is not there', /one of the named configurations/, [UseConfiguration('partners')]],
    ['a rule that is none', /claims/, [Claims({ tier: {} })]],
    ['a scope with a space', /scopes/, [Scopes('orders:read orders:write')]],
  ])('%s: the application does not start', async (_name, message, decorators) => {
    @Controller()
    class Orders {
      @Get()
      list(): void {}
    }
    for (const decorate of decorators) decorate(Orders.prototype, 'list', Object.getOwnPropertyDescriptor(Orders.prototype, 'list')!)
    await expect(NestFactory.create(createModule({ controllers: [Orders] }), settings)).rejects.toThrow(message)
  })

  it('below a decorator that puts another function in its place, the application does not start', async () => {
    /** As tracing, caching and transactions do it. */
    const wrap: MethodDecorator = (_target, _key, descriptor) => {
      const inner = descriptor.value as unknown as () => unknown
      descriptor.value = (() => inner()) as never
    }
    class Lost {
      @Get()
      @wrap
      @Scopes('orders:write')
      list(): void {}
    }
    class HalfLost {
      @Get()
      @Scopes('orders:read')
      @wrap
      @Scopes('orders:write')
      list(): void {}
    }
    class Kept {
      @Get()
      @Scopes('orders:write')
      @wrap
      list(): void {}
    }
    class Inheriting extends Lost {}
    class Replacing extends Kept {
      @Get('other')
      override list(): void {}
    }
    for (const type of [Lost, HalfLost, Inheriting]) {
      Controller()(type)
      await expect(NestFactory.create(createModule({ controllers: [type] }), settings)).rejects.toThrow(/list, and what ours asked for/)
    }
    for (const type of [Kept, Replacing]) {
      Controller()(type)
      await (await NestFactory.create(createModule({ controllers: [type] }), settings)).close()
    }
  })

  it('@Public() beside what asks for something is refused where it is written', () => {
    const handler = (): void => {}
    const apply = (...decorators: (ClassDecorator & MethodDecorator)[]): void =>
      decorators.forEach((decorate) => decorate({}, 'list', { value: handler }))
    expect(() => apply(Public(), Scopes('a'))).toThrow(InvalidConfigError)
  })
})

it('options that cannot be are refused at once, or by forRootAsync when the application starts', async () => {
  expect(() => AuthModule.forRoot({ issuer: 'https://as.example' } as never)).toThrow(InvalidConfigError)
  expect(() => AuthModule.forRoot({ ...kit.options, configurations: { partners: {} as never } })).toThrow(InvalidConfigError)
  expect(() => AuthModule.forRootAsync({} as never)).toThrow(InvalidConfigError)
  @Module({ imports: [AuthModule.forRootAsync({ useFactory: () => ({}) as never })] })
  class Root {}
  await expect(NestFactory.create(Root, settings)).rejects.toThrow(InvalidConfigError)
  const app = await NestFactory.create(createModule({}), settings)
  expect(() => guardSockets(app, new IoAdapter(app), { allowAnonymous: 1 as never })).toThrow(InvalidConfigError)
  expect(() => guardSockets(app, new IoAdapter(app), { configuration: 'nobody' })).toThrow(InvalidConfigError)
  expect(() => guardSockets(app, undefined as never)).toThrow(InvalidConfigError)
  expect(() => app.get(AuthService).server('nobody')).toThrow(InvalidConfigError)
  await app.close()
})
