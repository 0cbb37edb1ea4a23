import { checkFunction, checkObject, checkOneOf, checkOption, checkString } from '@auth/core-errors/options'
import type { WebSocketAdapter } from '@nestjs/common'
import { AuthRuntime } from '../auth-runtime.ts'
import type { NodeRequest } from '../transports/node-request.ts'
import { unauthorizedCloseCode } from './connection.ts'
import { type IoSocket, isIoSocket, readHandshake } from './socket-kind.ts'
import { SocketGate } from './socket-gate.ts'
import { type SocketSession, toTold } from './socket-session.ts'

/** How the sockets of an adapter are let in. */
export interface GuardSocketsOptions {
  /** The named configuration that judges them. @default the default one */
  readonly configuration?: string | undefined
  /** Lets sockets in that bring no credentials: their messages reach what is public, until they authenticate in band. @default false */
  readonly allowAnonymous?: boolean | undefined
  /** The event by which a client sends a new token over its socket. @default 'authenticate' */
  readonly reauthenticationEvent?: string | undefined
}

/** Whatever has the application's providers. */
interface ProviderSource {
  get<T>(token: abstract new (...parameters: never[]) => T): T
}

/** The check of a handshake, as ws has it: it answers at once, or is given a second parameter to decide by. */
type VerifyClient = (info: UpgradeInfo, decide: DecideUpgrade) => unknown
interface UpgradeInfo {
  readonly req: NodeRequest
}
type DecideUpgrade = (isLetIn: boolean, status?: number, message?: string, headers?: Readonly<Record<string, string>>) => void
type IoMiddleware = (socket: IoSocket, next: (error?: Error) => void) => void

/**
 * Authenticates the sockets of a WebSocket adapter, of socket.io or ws: in the handshake, before `handleConnection` of any
 * gateway runs, and until their tokens expire. What is refused never connects. Give the answer to `useWebSocketAdapter`.
 *
 * @returns the adapter itself, guarded
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function guardSockets<Adapter extends WebSocketAdapter>(
  app: ProviderSource,
  adapter: Adapter,
  options: GuardSocketsOptions = {},
): Adapter {
  const { configuration, allowAnonymous = false, reauthenticationEvent = 'authenticate' } = checkObject(options, 'options')
  checkOption(typeof adapter?.create === 'function', adapter, 'adapter', 'a WebSocketAdapter')
  const { servers, expiry, gateways } = app.get(AuthRuntime)
  const gate = new SocketGate({
    server: servers.get(configuration),
    expiry,
    allowAnonymous: checkOneOf(allowAnonymous, 'allowAnonymous', [true, false]),
    reauthenticationEvent: checkString(reauthenticationEvent, 'reauthenticationEvent'),
  })
  /** Of what is connecting: Node's request for ws, the socket itself for socket.io. */
  const opened = new WeakMap<object, SocketSession>()
  const create = adapter.create.bind(adapter)
  const bindClientConnect = adapter.bindClientConnect.bind(adapter)

  adapter.create = (port: number, given?: { readonly verifyClient?: VerifyClient }) => {
    const server: unknown = create(port, { ...given, verifyClient: createUpgradeCheck(gate, opened, given?.verifyClient) })
    const use: unknown = Object(server).use
    if (typeof use === 'function') use.call(server, createIoMiddleware(gate, opened))
    return server
  }

  adapter.bindClientConnect = (server: unknown, callback: (...parameters: unknown[]) => void) => {
    gateways.bind(configuration)
    bindClientConnect(server, (client: object, request?: object, ...others: unknown[]) => {
      const session = opened.get(client) ?? (request && opened.get(request))
      const onDisconnect = (listener: () => void): void => void adapter.bindClientDisconnect?.(client, listener)
      if (session && gate.attach(client, session, onDisconnect)) callback(client, request, ...others)
      else turnAway(client)
    })
  }
  return adapter
}

/** For ws: a handshake that is refused is answered over HTTP, with its challenge, and no socket comes to be. */
function createUpgradeCheck(gate: SocketGate, opened: WeakMap<object, SocketSession>, next: VerifyClient | undefined): VerifyClient {
  if (next !== undefined) checkFunction(next, 'verifyClient')
  return (info, decide) => {
    const refuse = (error: unknown): void => {
      const { status, headers, body } = gate.challenge(error)
      decide(false, status, JSON.stringify(body), { ...headers, 'Content-Type': 'application/json' })
    }
    gate.open({ request: info.req, raw: info.req }).then((session) => {
      opened.set(info.req, session)
      return next ? askNext(next, info, decide, refuse) : decide(true)
    }, refuse)
  }
}

/** A check that throws is no reason for a process to end. */
function askNext(next: VerifyClient, info: UpgradeInfo, decide: DecideUpgrade, onFailed: (error: unknown) => void): void {
  let answer: unknown
  try {
    answer = next(info, decide)
  } catch (error) {
    return onFailed(error)
  }
  if (next.length < 2) decide(answer === true)
}

/** For socket.io: what is refused gets a `connect_error` whose `data` says why. */
function createIoMiddleware(gate: SocketGate, opened: WeakMap<object, SocketSession>): IoMiddleware {
  return (socket, next) => {
    // Gateways of one namespace each bring this check: its proof is used once.
    if (opened.has(socket)) return next()
    gate.open({ request: socket.request, credentials: readHandshake(socket), raw: socket }).then(
      (session) => {
        opened.set(socket, session)
        return next()
      },
      (error: unknown) => {
        const told = toTold(gate.challenge(error))
        next(Object.assign(new Error(String(told['message'])), { data: told }))
      },
    )
  }
}

/** A socket that came past the handshake's check is not known, and not let in. */
function turnAway(client: object): void {
  if (isIoSocket(client)) client.disconnect()
  else if ('close' in client && typeof client.close === 'function') client.close(unauthorizedCloseCode, 'AUTH_1005')
}
