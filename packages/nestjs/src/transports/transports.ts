import { graphqlTransport } from './graphql-transport.ts'
import { httpTransport } from './http-transport.ts'
import { rpcTransport } from './rpc-transport.ts'
import type { Transport } from './transport.ts'
import { websocketTransport } from './websocket-transport.ts'

/** How calls come in, by what Nest calls it. What is not here is denied. */
export const transports: ReadonlyMap<string, Transport> = /* @__PURE__ */ new Map([
  ['http', httpTransport],
  ['graphql', graphqlTransport],
  ['ws', websocketTransport],
  ['rpc', rpcTransport],
])
