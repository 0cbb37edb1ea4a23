import type { StartSubject } from '../subject.ts'
import { brokered } from './brokered.ts'
import { startSocketIo, startWs } from './gateway.ts'
import { createExpressAdapter, createFastifyAdapter, graphqlOverHttp, graphqlOverSocket } from './graphql.ts'
import { startGrpc } from './grpc.ts'
import { startExpress, startNestExpress, startNestFastify } from './http.ts'
import { startHybrid, startMicroservice } from './rpc.ts'

/** Whatever decides on requests: the adapter for Express, and Nest over each transport. */
export const subjects: readonly (readonly [name: string, start: StartSubject])[] = [
  ['@auth/express', startExpress],
  ['Nest on Express', startNestExpress],
  ['Nest on Fastify', startNestFastify],
  ['GraphQL, Apollo on Express', graphqlOverHttp('apollo', createExpressAdapter)],
  ['GraphQL, Apollo on Fastify', graphqlOverHttp('apollo', createFastifyAdapter)],
  ['GraphQL, Mercurius', graphqlOverHttp('mercurius', createFastifyAdapter)],
  ['GraphQL subscriptions, Apollo', graphqlOverSocket('apollo', createExpressAdapter)],
  ['GraphQL subscriptions, Mercurius', graphqlOverSocket('mercurius', createFastifyAdapter)],
  ['socket.io', startSocketIo],
  ['WebSockets by ws', startWs],
  ['a microservice over TCP', startMicroservice],
  ['a hybrid application over TCP', startHybrid],
  ['a microservice over gRPC', startGrpc],
  ...brokered,
]
