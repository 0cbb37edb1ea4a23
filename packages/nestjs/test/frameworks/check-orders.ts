import { deepStrictEqual, rejects } from 'node:assert'
import { createTestIssuer, type TestIssuer } from '@auth/nestjs/testing'
import { type INestApplication, type Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ClientProxyFactory, Transport } from '@nestjs/microservices'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { firstValueFrom } from 'rxjs'
import { io } from 'socket.io-client'
import { createOrdersModule, startOrders } from './orders.ts'

const settings = { logger: false, abortOnError: false } as const
const tcp = { transport: Transport.TCP, options: { host: '127.0.0.1', port: 0 } } as const

type Ask = (token?: string) => Promise<unknown>

/** What a request over HTTP comes to. */
function askHttp(url: string): Ask {
  return async (token) => {
    const response = await fetch(`${url}/orders`, token ? { headers: { authorization: `Bearer ${token}` } } : {})
    const { sub, code } = (await response.json()) as { sub?: string; code?: string }
    return sub ?? code
  }
}

function askGraphql(url: string): Ask {
  return async (token) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: '{"query":"{ orders }"}' })
    const { data, errors } = (await response.json()) as { data?: { orders?: string }; errors?: { extensions: { code: string } }[] }
    return errors?.[0]?.extensions.code ?? data?.orders
  }
}

function askSocket(url: string): Ask {
  return async (token) => {
    const socket = io(url, { path: '/socket', auth: { token }, transports: ['websocket'], reconnection: false, forceNew: true })
    const answer = await new Promise((resolve) => {
      socket.on('connect_error', (error) => resolve((error as unknown as { data: { code: string } }).data.code))
      socket.on('exception', ({ code }: { code: string }) => resolve(code))
      socket.on('connect', () => socket.emit('orders', {}, ({ sub }: { sub: string }) => resolve(sub)))
    })
    socket.close()
    return answer
  }
}

function askMicroservice(port: number): Ask {
  return async (token) => {
    const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } })
    const answer = await firstValueFrom(client.send<{ sub: string }>('orders', { metadata: { token } })).then(
      ({ sub }) => sub,
      ({ code }: { code: string }) => code,
    )
    await client.close()
    return answer
  }
}

async function checkAnswers(issuer: TestIssuer, name: string, ask: Ask): Promise<void> {
  const tokens = [
    await issuer.sign({ sub: 'ada', scope: 'orders:read' }),
    undefined,
    await issuer.sign({ exp: 1 }),
    await issuer.sign({ scope: 'profile' }),
  ]
  const answers: unknown[] = []
  for (const token of tokens) answers.push(await ask(token))
  deepStrictEqual(answers, ['ada', 'AUTH_1005', 'AUTH_1001', 'AUTH_1006'], name)
}

async function checkApplication(name: string, app: INestApplication, issuer: TestIssuer): Promise<void> {
  const microservice = app.connectMicroservice(tcp, { inheritAppConfig: true })
  await app.startAllMicroservices()
  const url = await startOrders(app)
  const { port } = (microservice as unknown as { unwrap: () => { address: () => { port: number } } }).unwrap().address()
  deepStrictEqual((await fetch(`${url}/health`)).status, 200)
  const transports = { http: askHttp(url), graphql: askGraphql(url), socket: askSocket(url), rpc: askMicroservice(port) }
  for (const [transport, ask] of Object.entries(transports)) await checkAnswers(issuer, `${name}, ${transport}`, ask)
  await app.close()
}

/** A program of its own in a fresh project: throws where something is not guarded as it must be. */
export async function checkOrders(): Promise<string> {
  const issuer = await createTestIssuer({ audience: 'api' })
  const root: Type = createOrdersModule(issuer)
  await checkApplication('Express', await NestFactory.create(root, settings), issuer)
  const fastify: INestApplication = await NestFactory.create(root, new FastifyAdapter() as never, settings)
  await checkApplication('Fastify', fastify, issuer)
  const unguarded = await NestFactory.create(root, settings)
  unguarded.connectMicroservice(tcp)
  await rejects(startOrders(unguarded), { code: 'VAL_2002' })
  await unguarded.close()
  return 'routes are guarded over HTTP, GraphQL, WebSockets and RPC'
}
