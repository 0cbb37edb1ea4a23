import type { HttpServer, INestApplication } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { publicUrl } from '../kit.ts'
import type { Operation, Outcome } from '../requests.ts'
import { spell, type StartSubject } from '../subject.ts'
import { sendHttp } from '../wire.ts'
import { createGraphqlModule, type GraphqlEngine } from './graphql-api.ts'

interface GraphqlError {
  readonly message: string
  readonly extensions?: { readonly status?: number; readonly code?: string }
}

interface GraphqlAnswer {
  readonly data?: Readonly<Partial<Record<Operation, string>>> | null
  readonly errors?: readonly GraphqlError[]
}

function toOutcome({ data, errors }: GraphqlAnswer, operation: Operation): Outcome | undefined {
  const [error] = errors ?? []
  if (error) return { status: error.extensions?.status ?? 500, code: error.extensions?.code ?? error.message, answer: undefined }
  return data ? { status: 200, code: undefined, answer: data[operation] } : undefined
}

async function start(kit: Parameters<StartSubject>[0], engine: GraphqlEngine, adapter: HttpServer): Promise<INestApplication> {
  const app = await NestFactory.create(createGraphqlModule(kit, engine), adapter as never, {
    logger: false,
    abortOnError: false,
    forceCloseConnections: true,
  })
  await app.listen(0, '127.0.0.1')
  return app
}

/** Queries over HTTP; a HEAD that runs one would be told by nobody, so it is no more than not refused. */
export function graphqlOverHttp(engine: GraphqlEngine, createAdapter: () => HttpServer): StartSubject {
  return async (kit) => {
    const app = await start(kit, engine, createAdapter())
    const url = await app.getUrl()
    return {
      target: () => ({ method: 'POST', url: `${publicUrl}/graphql` }),
      async send(operation, credentials, spelling) {
        const body = { query: `{ ${operation} }` }
        const answer = await sendHttp(url, spell('/graphql', spelling), { ...credentials }, spelling === 'head' ? 'HEAD' : 'POST', body)
        return answer.body['data'] === undefined && answer.body['errors'] === undefined ? undefined : toOutcome(answer.body, operation)
      },
      close: () => app.close(),
    }
  }
}

/** A server may leave a handshake for an unknown path unanswered: then nothing is known there. */
class ImpatientWebSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols, { handshakeTimeout: 300 })
  }
}

/** Subscriptions by graphql-ws: the credentials are in the parameters of the connection. */
export function graphqlOverSocket(engine: GraphqlEngine, createAdapter: () => HttpServer): StartSubject {
  return async (kit) => {
    const app = await start(kit, engine, createAdapter())
    const url = (await app.getUrl()).replace('http', 'ws')
    return {
      target: () => ({ method: 'GET', url: `${publicUrl}/graphql` }),
      async send(operation, credentials, spelling) {
        const client = createClient({
          url: url + spell('/graphql', spelling === 'head' ? 'plain' : spelling),
          webSocketImpl: spelling === 'plain' ? WebSocket : ImpatientWebSocket,
          connectionParams: { ...credentials },
          retryAttempts: 0,
        })
        try {
          for await (const event of client.iterate<GraphqlAnswer['data']>({ query: `subscription { ${operation} }` }))
            return toOutcome(event as GraphqlAnswer, operation)
        } catch (failure) {
          return Array.isArray(failure) ? toOutcome({ errors: failure as GraphqlError[] }, operation) : undefined
        } finally {
          await client.dispose()
        }
        return undefined
      },
      close: () => app.close(),
    }
  }
}

export const createExpressAdapter = (): HttpServer => new ExpressAdapter()
export const createFastifyAdapter = (): HttpServer => new FastifyAdapter()
