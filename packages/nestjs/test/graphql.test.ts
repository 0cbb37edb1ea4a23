import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo'
import {
  type CallHandler,
  type DynamicModule,
  type HttpServer,
  type INestApplication,
  Module,
  type NestInterceptor,
  type Type,
  UseInterceptors,
} from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { GraphQLModule, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql'
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { createClient } from 'graphql-ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { AuthModule, type AuthModuleOptions, CurrentUser, OptionalAuth, Scopes, UseConfiguration } from '../src/index.ts'
import { createKit, type Kit, publicUrl } from './kit.ts'
import { sendHttp, type WireAnswer } from './wire.ts'

/** Lets everything else of the operation come first. */
class SlowInterceptor implements NestInterceptor {
  async intercept(_context: unknown, next: CallHandler): Promise<ReturnType<CallHandler['handle']>> {
    await new Promise((resolve) => setTimeout(resolve, 20))
    return next.handle()
  }
}

@Resolver()
class Orders {
  @Query(() => String)
  me(@CurrentUser('sub') sub: string): string {
    return sub
  }

  @Query(() => String, { nullable: true })
  @Scopes('orders:write')
  secret(): string {
    return 'secret'
  }

  @Mutation(() => String)
  touch(@CurrentUser('sub') sub: string): string {
    return sub
  }

  /** Reads who calls when the others have been judged. */
  @Query(() => String)
  @UseInterceptors(SlowInterceptor)
  late(@CurrentUser('sub') sub = 'nobody'): string {
    return sub
  }

  @Query(() => String, { nullable: true })
  @OptionalAuth({ onInvalid: 'ignore' })
  @Scopes('orders:write')
  lenient(@CurrentUser('sub') sub = 'nobody'): string {
    return sub
  }

  @Query(() => String)
  @UseConfiguration('partners')
  @UseInterceptors(SlowInterceptor)
  partner(@CurrentUser('sub') sub = 'nobody'): string {
    return sub
  }

  /** Says once who is there, and stays open. */
  @Subscription(() => String, { resolve: (value: unknown) => value })
  async *watch(@CurrentUser('sub') sub: string): AsyncGenerator<string> {
    yield sub
    await new Promise(() => {})
  }
}

let kit: Kit
let app: INestApplication
let timers: (() => void)[]
beforeEach(async () => {
  kit = await createKit()
  timers = []
})
afterEach(() => app.close())

async function start(more: Partial<ApolloDriverConfig> = {}): Promise<string> {
  const graphql = GraphQLModule.forRoot<ApolloDriverConfig>({
    driver: ApolloDriver,
    autoSchemaFile: true,
    graphiql: false,
    subscriptions: { 'graphql-ws': true },
    ...more,
  })
  return startWith(graphql, new ExpressAdapter())
}

async function startMercurius(): Promise<string> {
  const graphql = GraphQLModule.forRoot<MercuriusDriverConfig>({ driver: MercuriusDriver, autoSchemaFile: true, subscription: true })
  return startWith(graphql, new FastifyAdapter())
}

async function startWith(graphql: DynamicModule, adapter: HttpServer): Promise<string> {
  const startTimer: AuthModuleOptions['startTimer'] = (callback) => {
    timers.push(callback)
    return () => timers.splice(timers.indexOf(callback), 1)
  }
  const configurations = { partners: { ...kit.options, credentials: ({ headers }: IncomingMessage) => String(headers['x-token']) } }
  @Module({ imports: [AuthModule.forRoot({ ...kit.options, configurations, startTimer }), graphql], providers: [Orders] })
  class Root {}
  app = await NestFactory.create(Root as Type, adapter as never, { logger: false, abortOnError: false, forceCloseConnections: true })
  await app.listen(0, '127.0.0.1')
  return app.getUrl()
}

async function query(url: string, text: string, headers: Record<string, string>): Promise<WireAnswer> {
  return sendHttp(url, '/graphql', headers, 'POST', { query: text })
}

async function bearer(claims: Record<string, unknown> = {}): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${await kit.issuer.sign({ sub: 'ada', ...claims })}` }
}

describe('one operation', () => {
  it('of many fields uses its proof once, and not again', async () => {
    const url = await start()
    const token = await kit.issuer.sign({ sub: 'ada', cnf: { jkt: kit.pair.thumbprint } })
    const dpop = await kit.pair.createProof({ method: 'POST', url: `${publicUrl}/graphql`, accessToken: token })
    const headers = { authorization: `DPoP ${token}`, dpop }
    const { body } = await query(url, '{ a: me b: me c: me }', headers)
    expect(body['data']).toEqual({ a: 'ada', b: 'ada', c: 'ada' })
    const replayed = await query(url, '{ me }', headers)
    expect(replayed.body['errors']).toMatchObject([{ extensions: { code: 'DPOP_6004', status: 401, error: 'invalid_dpop_proof' } }])
  })

  it('is judged field by field, and told in the words of GraphQL and of HTTP', async () => {
    const url = await start()
    const { body, headers } = await query(url, '{ me secret }', { ...(await bearer()), 'x-correlation-id': 'order-7' })
    expect(body['data']).toEqual({ me: 'ada', secret: null })
    const challenge = expect.stringMatching(/^Bearer realm="shop", error="insufficient_scope"/)
    expect(body['errors']).toMatchObject([
      {
        path: ['secret'],
        message: expect.stringContaining('orders:write'),
        extensions: { code: 'AUTH_1006', status: 403, correlation_id: 'order-7', headers: { 'www-authenticate': challenge } },
      },
    ])
    expect(headers['www-authenticate']).toMatch(/^Bearer realm="shop", error="insufficient_scope"/)
    expect(JSON.stringify(body)).not.toContain('eyJ')
  })

  it('of several mutations is let through, one after the other', async () => {
    const url = await start()
    const { body } = await query(url, 'mutation { a: touch b: touch }', await bearer())
    expect(body['data']).toEqual({ a: 'ada', b: 'ada' })
  })

  it('of a batch stands for itself', async () => {
    const url = await start({ allowBatchedHttpRequests: true })
    const batch = [{ query: '{ me }' }, { query: '{ secret }' }]
    const { body } = await sendHttp(url, '/graphql', await bearer(), 'POST', batch)
    expect(body).toMatchObject([{ data: { me: 'ada' } }, { data: { secret: null }, errors: [{ extensions: { code: 'AUTH_1006' } }] }])
  })

  it('with a field that takes no notice of its caller hides the caller from no other field', async () => {
    const url = await start()
    const { body } = await query(url, '{ late lenient me }', await bearer())
    expect(body['data']).toEqual({ late: 'ada', lenient: 'nobody', me: 'ada' })
  })

  it('with fields of two configurations shows each who that configuration let in', async () => {
    const url = await start()
    const headers = { 'x-token': await kit.issuer.sign({ sub: 'linus' }), ...(await bearer()) }
    const { body } = await query(url, '{ partner late me }', headers)
    expect(body['data']).toEqual({ partner: 'linus', late: 'ada', me: 'ada' })
  })

  it('that only claims to be upgraded is answered as any other', async () => {
    const url = await start()
    const { headers, body } = await query(url, '{ secret }', { ...(await bearer()), upgrade: 'websocket' })
    expect(body['errors']).toMatchObject([{ extensions: { code: 'AUTH_1006' } }])
    expect(headers['www-authenticate']).toMatch(/error="insufficient_scope"/)
    expect(timers).toEqual([])
  })

  it('whose context hides the request is denied', async () => {
    const url = await start({ context: () => ({ req: { nothing: true } }) })
    expect((await query(url, '{ me }', await bearer())).body).toMatchObject({ data: null, errors: [{ message: 'Forbidden resource' }] })
  })
})

describe('a subscription', () => {
  interface Watching {
    readonly first: unknown
    readonly closed: Promise<{ code: number; reason: string }>
    readonly dispose: () => unknown
  }

  async function watch(url: string, connectionParams: Record<string, string>): Promise<Watching> {
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams,
      retryAttempts: 0,
    })
    const closed = new Promise<{ code: number; reason: string }>((resolve) => client.on('closed', (event) => resolve(event as never)))
    const events = client.iterate({ query: 'subscription { watch }' })
    return { first: (await events.next()).value, closed, dispose: () => client.dispose() }
  }

  it('ends with the token that opened its connection', async () => {
    const url = await start()
    const { first, closed } = await watch(url, await bearer())
    expect(first).toEqual({ data: { watch: 'ada' } })
    expect(timers).toHaveLength(1)
    timers.pop()!()
    expect(timers).toHaveLength(1)
    kit.issuer.advance(311)
    timers.pop()!()
    expect(await closed).toMatchObject({ code: 4401, reason: 'AUTH_1001' })
  })

  it('ends with its token on Mercurius too', async () => {
    const url = await startMercurius()
    const { first, closed } = await watch(url, await bearer())
    expect(first).toEqual({ data: { watch: 'ada' } })
    kit.issuer.advance(311)
    timers.pop()!()
    expect(await closed).toMatchObject({ code: 1006 })
  })

  it('whose connection has gone before its token was judged leaves nothing waiting', async () => {
    const asked: (() => void)[] = []
    const revoked = async (): Promise<boolean> => {
      await new Promise<void>((resolve) => asked.push(resolve))
      return false
    }
    kit = { ...kit, options: { ...kit.options, revoked } as Kit['options'] }
    const url = await start()
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'connection_init', payload: await bearer() }))
    await once(socket, 'message')
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: 'subscription { watch }' } }))
    await expect.poll(() => asked.length).toBe(1)
    const connections = promisify((callback: (error: Error | null, count: number) => void) => app.getHttpServer().getConnections(callback))
    socket.terminate()
    await expect.poll(() => connections()).toBe(0)
    asked[0]!()
    // Once for the connection, and once for the operation.
    await expect.poll(() => asked.length).toBe(2)
    asked[1]!()
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    expect(timers).toEqual([])
  })

  it('takes {token} too, and a context that the application makes', async () => {
    const url = await start({ context: (context: object) => ({ ...context, mine: true }) })
    const { first, dispose } = await watch(url, { token: await kit.issuer.sign({ sub: 'ada' }) })
    expect(first).toEqual({ data: { watch: 'ada' } })
    await dispose()
  })

  it('of a bound token shows its proof when the connection opens, for all that follows on it', async () => {
    const url = await start()
    const token = await kit.issuer.sign({ sub: 'ada', cnf: { jkt: kit.pair.thumbprint } })
    const dpop = await kit.pair.createProof({ method: 'GET', url: `${publicUrl}/graphql`, accessToken: token })
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `DPoP ${token}`, dpop },
      lazy: false,
      retryAttempts: 0,
    })
    for (let count = 0; count < 3; count++)
      expect((await client.iterate({ query: '{ me }' }).next()).value).toEqual({ data: { me: 'ada' } })
    kit.issuer.advance(311)
    expect((await client.iterate({ query: '{ me }' }).next()).value).toMatchObject({ errors: [{ extensions: { code: 'AUTH_1001' } }] })
    await client.dispose()
  })

  it('with a token in its headers and in its parameters both is refused', async () => {
    const url = await start()
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers: await bearer() })
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'connection_init', payload: await bearer() }))
    await once(socket, 'message')
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: 'subscription { watch }' } }))
    const [text] = (await once(socket, 'message')) as [Buffer]
    expect(JSON.parse(String(text))).toMatchObject({ payload: { errors: [{ extensions: { code: 'VAL_2001', status: 400 } }] } })
    socket.terminate()
  })
})
