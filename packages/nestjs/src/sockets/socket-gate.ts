import { TokenExpiredError, UnauthorizedError } from '@auth/core-errors'
import type { AuthRequest, Challenge, RequestHeaders, ResourceServer } from '@auth/tokens/resource-server'
import { markAccepted } from '../transports/accepted-contexts.ts'
import { mergeHeaders, readMessageCredentials } from '../transports/message-credentials.ts'
import { type NodeRequest, toAuthRequest } from '../transports/node-request.ts'
import type { ConnectionExpiry } from './connection-expiry.ts'
import { keepSession, SocketSession, type SocketOwner, toTold } from './socket-session.ts'
import { toSocketKind } from './socket-kind.ts'

/** What the sockets of one adapter are judged by. */
export interface SocketGateSettings {
  readonly server: ResourceServer
  readonly expiry: ConnectionExpiry
  readonly allowAnonymous: boolean
  readonly reauthenticationEvent: string
}

/** How a socket asks to be let in. */
export interface Handshake {
  readonly request: NodeRequest
  /** Credentials that are not among the request's headers. */
  readonly credentials?: RequestHeaders
  /** What functions among the options are given. */
  readonly raw: unknown
}

/** Lets sockets in by their handshake, ends them with their token, and takes a new token in band. */
export class SocketGate {
  readonly #settings: SocketGateSettings

  constructor(settings: SocketGateSettings) {
    this.#settings = settings
  }

  /** @throws {AuthPlatformError} whatever the resource server refuses with */
  async open({ request, credentials = {}, raw }: Handshake): Promise<SocketSession> {
    const { authorization, dpop, ...headers } = mergeHeaders(toAuthRequest(request).headers, credentials)
    const bare: AuthRequest = { ...toAuthRequest(request), headers, raw, auth: undefined }
    const session = new SocketSession(this.#settings.server, bare)
    try {
      await this.#authenticate(session, { ...headers, authorization, dpop })
    } catch (error) {
      if (!(this.#settings.allowAnonymous && error instanceof UnauthorizedError)) throw error
    }
    return session
  }

  challenge(error: unknown): Challenge {
    return this.#settings.server.challenge(error)
  }

  /** Begins to watch over a socket that has connected; false for one of a kind that cannot be watched over. */
  attach(client: object, session: SocketSession, onDisconnect: (callback: () => void) => void): boolean {
    if (session.socket !== undefined) return true
    const socket = toSocketKind(client)
    if (socket === undefined) return false
    session.socket = socket
    keepSession(client, session)
    this.#keep(client, session, onDisconnect)
    socket.listen(this.#settings.reauthenticationEvent, (data, reply) => {
      void this.#reauthenticate(session, data).then(
        (answer) => {
          this.#keep(client, session, onDisconnect)
          return reply ? reply(answer) : socket.send('authenticated', answer)
        },
        (error: unknown) => {
          const challenge = this.challenge(error)
          return reply ? reply(toTold(challenge)) : session.tell(challenge)
        },
      )
    })
    return true
  }

  /** Makes the handler's view of a socket, and its end, those of its token. */
  #keep(client: object, session: SocketSession, onClosed: (callback: () => void) => void): void {
    const { server, expiry } = this.#settings
    Object.defineProperty(client, 'auth', { value: session.auth, configurable: true, enumerable: false })
    if (session.auth === undefined) return
    const close = (): void => session.end(server.challenge(new TokenExpiredError('the token of this connection has expired')))
    expiry.set({ key: client, close, onClosed }, server.expiresAt(session.auth))
  }

  /** What is signed decides whose socket it is, whatever a schema makes of the claims. */
  async #authenticate(session: SocketSession, headers: RequestHeaders): Promise<void> {
    let owner: SocketOwner | undefined
    const isOwner = (claims: Readonly<Record<string, unknown>>): boolean => {
      owner = { issuer: claims['iss'], subject: claims['sub'], client: claims['client_id'] }
      return session.owner === undefined || isSameOwner(owner, session.owner)
    }
    const { auth } = await session.server.authenticate({ ...session.request, headers }, { claims: isOwner })
    markAccepted(auth)
    session.auth = auth
    session.owner = owner
  }

  /** A socket stays its owner's: a token of somebody else is refused, and the one that is there goes on. */
  async #reauthenticate(session: SocketSession, data: unknown): Promise<{ expires_at: number }> {
    const headers = mergeHeaders(session.request.headers as RequestHeaders, readMessageCredentials(data))
    // One after the other: of two users who come at once, the second is somebody else.
    const turn = session.turn.then(() => this.#authenticate(session, headers))
    session.turn = turn.catch(() => {})
    await turn
    return { expires_at: session.server.expiresAt(session.auth!) }
  }
}

/** Two tokens that name nobody need not be one's. */
function isSameOwner(one: SocketOwner, other: SocketOwner): boolean {
  if (one.subject === undefined && one.client === undefined) return false
  return one.issuer === other.issuer && one.subject === other.subject && one.client === other.client
}
