import type { AuthContext, ResourceServer } from '@auth/tokens/resource-server'
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

/** A request that became a connection, as Node notes there, and its socket. */
interface UpgradedRequest extends NodeRequest {
  readonly upgrade?: boolean | null
  readonly socket?: { readonly destroyed?: boolean; destroy(): void; once(event: 'close', listener: () => void): void }
}

/** Whom each server let in by a request, or for a connection by the request that opened it. */
const granted = /* @__PURE__ */ new WeakMap<object, WeakMap<ResourceServer, AuthContext>>()

/** Who opened each connection, for resolvers that no guard looks after. */
const subscribers = /* @__PURE__ */ new WeakMap<object, AuthContext>()

/** Who makes each call, as its own guard let it in: fields that are resolved beside it may be somebody else's, or nobody's. */
const callers = /* @__PURE__ */ new WeakMap<object, AuthContext | undefined>()

function grant(origin: object, server: ResourceServer, auth: AuthContext): void {
  const known = granted.get(origin) ?? new WeakMap<ResourceServer, AuthContext>()
  granted.set(origin, known.set(server, auth))
}

/** A resolver's context, and what GraphQL tells of this call alone; a reference resolver has no arguments of its own before them. */
function readCall(execution: ExecutionContext): { readonly context: GraphqlContext; readonly call: object } {
  const all = execution.getArgs<unknown[]>()
  const [context, info] = all.length === 3 ? all.slice(1) : all.slice(2)
  return { context: Object(context) as GraphqlContext, call: Object(info) as object }
}

/** The request that asked for the connection; none for an operation that came as an HTTP request of its own. */
function findUpgrade({ req, request, extra }: GraphqlContext): UpgradedRequest | undefined {
  const opening = req?.extra?.request ?? extra?.request
  const candidate: UpgradedRequest | undefined = opening ?? req ?? request
  const node: UpgradedRequest | undefined = candidate?.raw ?? candidate
  // Any request may have the header; one that was upgraded in truth has no answer of its own.
  return opening !== undefined || node?.upgrade === true ? node : undefined
}

function toConnection(upgrade: UpgradedRequest, { req, extra }: GraphqlContext): Omit<Connection, 'key'> {
  const socket = req?.extra?.socket ?? extra?.socket
  return {
    close: (code) => (socket ? socket.close(unauthorizedCloseCode, code) : upgrade.socket?.destroy()),
    onClosed: (callback) => (upgrade.socket?.destroyed === true ? callback() : upgrade.socket?.once('close', callback)),
  }
}

/** An operation over a WebSocket: the token is in the parameters that opened the connection, or in its headers. */
function openOverSocket(upgrade: UpgradedRequest, { context, call }: ReturnType<typeof readCall>, server: ResourceServer): Exchange {
  const { headers, ...request } = toAuthRequest(upgrade)
  const parameters = context.req?.connectionParams ?? context.connectionParams ?? context._connectionInit
  return {
    request: {
      ...request,
      headers: mergeHeaders(headers, readMessageCredentials(parameters)),
      auth: granted.get(upgrade)?.get(server),
      isContinued: true,
    },
    shared: upgrade,
    connection: toConnection(upgrade, context),
    accept({ auth }) {
      grant(upgrade, server, auth)
      subscribers.set(upgrade, auth)
      callers.set(call, auth)
    },
    forget() {
      callers.set(call, undefined)
      return !granted.has(upgrade)
    },
    refuse: () => {},
  }
}

function findRequest({ req, request, reply }: GraphqlContext): NodeRequest | undefined {
  const found = req ?? request ?? reply?.request
  return found?.headers === undefined ? undefined : found
}

/** GraphQL on Apollo and Mercurius: the operation's request is in its context, for all fields of the operation alike. */
export const graphqlTransport: Transport = {
  open(execution, server) {
    const { context, call } = readCall(execution)
    const upgrade = findUpgrade(context)
    if (upgrade) return openOverSocket(upgrade, { context, call }, server)
    const request = findRequest(context)
    if (request === undefined) return undefined
    const response = context.res ?? context.req?.res ?? context.reply
    return {
      request: { ...toAuthRequest(request), auth: granted.get(request)?.get(server) ?? request.auth },
      shared: request,
      accept({ auth, headers }) {
        grant(request, server, auth)
        request.auth = auth
        callers.set(call, auth)
        setHeaders(response, headers)
      },
      forget() {
        if (!granted.has(request)) request.auth = undefined
        callers.set(call, undefined)
        return true
      },
      refuse: ({ headers }) => setHeaders(response, headers),
    }
  },
  readAuth(execution) {
    const { context, call } = readCall(execution)
    if (callers.has(call)) return callers.get(call)
    const upgrade = findUpgrade(context)
    return upgrade ? subscribers.get(upgrade) : (findRequest(context)?.auth as AuthContext | undefined)
  },
}
