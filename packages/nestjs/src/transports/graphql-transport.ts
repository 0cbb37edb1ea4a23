import type { AuthContext } from '@auth/tokens/resource-server'
import type { ExecutionContext } from '@nestjs/common'
import { type Connection, unauthorizedCloseCode } from '../sockets/connection.ts'
import { mergeHeaders, readMessageCredentials } from './message-credentials.ts'
import { type NodeRequest, toAuthRequest } from './node-request.ts'
import { type HeaderTarget, setHeaders } from './response-headers.ts'
import type { Exchange, Transport } from './transport.ts'

/** What Apollo, Mercurius and graphql-ws put into the context of an operation, or let an application put there. */
interface GraphqlContext {
  readonly req?: NodeRequest & Partial<SubscriptionContext> & { readonly res?: HeaderTarget }
  readonly request?: NodeRequest
  readonly res?: HeaderTarget
  readonly reply?: HeaderTarget & { readonly request?: NodeRequest }
  readonly connectionParams?: unknown
  readonly extra?: SubscriptionContext['extra']
  /** The parameters of a connection, as Mercurius keeps them. */
  readonly _connectionInit?: unknown
}

/** What graphql-ws tells of a connection. */
interface SubscriptionContext {
  readonly connectionParams?: unknown
  readonly extra: { readonly request: NodeRequest; readonly socket?: ClosableSocket }
}

interface ClosableSocket {
  close(code: number, reason: string): void
}

/** Node's socket below a request that asked for an upgrade. */
interface UpgradedRequest extends NodeRequest {
  readonly socket?: { destroy(): void; once(event: 'close', listener: () => void): void }
}

/** Who opened each connection, by Node's request for it. */
const subscribers = /* @__PURE__ */ new WeakMap<object, AuthContext>()

/** The context among a resolver's arguments: a reference resolver has no arguments of its own before it. */
function readContext(execution: ExecutionContext): GraphqlContext {
  const all = execution.getArgs<unknown[]>()
  const context = all.length === 3 ? all[1] : all[2]
  return typeof context === 'object' && context !== null ? context : {}
}

/** The request that asked for the connection; none for an operation that came as an HTTP request of its own. */
function findUpgrade({ req, request, extra }: GraphqlContext): UpgradedRequest | undefined {
  const candidate = req?.extra?.request ?? extra?.request ?? req ?? request
  const node = candidate?.raw ?? candidate
  return String(node?.headers?.['upgrade']).toLowerCase() === 'websocket' ? node : undefined
}

function toConnection(upgrade: UpgradedRequest, { req, extra }: GraphqlContext): Connection {
  const socket = req?.extra?.socket ?? extra?.socket
  return {
    key: upgrade,
    close: (code) => (socket ? socket.close(unauthorizedCloseCode, code) : upgrade.socket?.destroy()),
    onClosed: (callback) => upgrade.socket?.once('close', callback),
  }
}

/** An operation over a WebSocket: the token is in the parameters that opened the connection, or in its headers. */
function openOverSocket(upgrade: UpgradedRequest, context: GraphqlContext): Exchange {
  const { headers, ...request } = toAuthRequest(upgrade)
  const parameters = context.req?.connectionParams ?? context.connectionParams ?? context._connectionInit
  return {
    request: {
      ...request,
      headers: mergeHeaders(headers, readMessageCredentials(parameters)),
      auth: subscribers.get(upgrade),
      isContinued: true,
    },
    shared: upgrade,
    connection: toConnection(upgrade, context),
    accept: ({ auth }) => void subscribers.set(upgrade, auth),
    forget: () => !subscribers.has(upgrade),
    refuse: () => {},
  }
}

function findRequest({ req, request, reply }: GraphqlContext): NodeRequest | undefined {
  const found = req ?? request ?? reply?.request
  return found?.headers === undefined ? undefined : found
}

/** GraphQL on Apollo and Mercurius: the operation's request is in its context, for all fields of the operation alike. */
export const graphqlTransport: Transport = {
  open(execution) {
    const context = readContext(execution)
    const upgrade = findUpgrade(context)
    if (upgrade) return openOverSocket(upgrade, context)
    const request = findRequest(context)
    if (request === undefined) return undefined
    const response = context.res ?? context.req?.res ?? context.reply
    return {
      request: toAuthRequest(request),
      shared: request,
      accept({ auth, headers }) {
        request.auth = auth
        setHeaders(response, headers)
      },
      forget() {
        request.auth = undefined
        return true
      },
      refuse: ({ headers }) => setHeaders(response, headers),
    }
  },
  readAuth(execution) {
    const context = readContext(execution)
    const upgrade = findUpgrade(context)
    return upgrade ? subscribers.get(upgrade) : (findRequest(context)?.auth as AuthContext | undefined)
  },
}
