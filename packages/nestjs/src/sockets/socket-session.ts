import type { AuthContext, AuthRequest, Challenge, ResourceServer } from '@auth/tokens/resource-server'
import { endsConnection } from './connection.ts'
import type { SocketKind } from './socket-kind.ts'

/** Whose socket it is. A token for somebody else does not take it over. */
export interface SocketOwner {
  readonly issuer: unknown
  readonly subject: unknown
  readonly client: unknown
}

/** One socket that was let in, from its handshake on. */
export class SocketSession {
  readonly server: ResourceServer
  /** The handshake, without credentials. */
  readonly request: AuthRequest
  /** Who it is; undefined for an anonymous socket that was let in. */
  auth: AuthContext | undefined
  owner: SocketOwner | undefined
  /** When the token that was sent last has been judged. */
  turn: Promise<void> = Promise.resolve()
  /** How it is spoken to, once it is connected. */
  socket: SocketKind | undefined
  #hasEnded = false

  constructor(server: ResourceServer, request: AuthRequest) {
    this.server = server
    this.request = request
  }

  /** Tells the client what was refused, as Nest tells of exceptions. */
  tell(challenge: Challenge): void {
    if (!this.#hasEnded) this.socket?.send('exception', { status: 'error', ...toTold(challenge) })
  }

  /** Ends the socket when its token is no longer good. */
  refuse(challenge: Challenge): void {
    if (endsConnection(challenge.body.code)) this.end(challenge)
  }

  /** Tells why, and closes the socket. */
  end(challenge: Challenge): void {
    this.tell(challenge)
    this.#hasEnded = true
    this.socket?.close(challenge.body.code)
  }
}

/** The same that an HTTP client is told: the body, the status, and the headers that say what to do next. */
export function toTold({ status, headers, body }: Challenge): Record<string, unknown> {
  return { ...body, message: body.error_description, statusCode: status, headers }
}

const sessions = /* @__PURE__ */ new WeakMap<object, SocketSession>()

/** The session of a socket; undefined for one that nobody let in. */
export function findSession(client: object): SocketSession | undefined {
  return sessions.get(client)
}

/** Keeps the session of a socket for as long as there is the socket. */
export function keepSession(client: object, session: SocketSession): void {
  sessions.set(client, session)
}
