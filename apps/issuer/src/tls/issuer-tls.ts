import { createServer as createPlainServer, type RequestListener, type Server as PlainServer } from 'node:http'
import { createServer, type Server as TlsServer } from 'node:https'

/** What the issuer is served with over TLS. All of it is PEM. */
export interface IssuerTls {
  readonly key: string
  readonly cert: string
  /** Whose certificates of clients are believed (`tls_client_auth`). */
  readonly clientAuthority: string
}

/** A server of either kind. */
export type FrontDoor = PlainServer | TlsServer

/**
 * The servers of the issuer: one for everybody and, over TLS, another that asks clients for their certificates, as RFC 8705 §5 has
 * it. Those that nobody vouches for come in as well: the client may have registered one of its own.
 */
export function createDoors(listener: (door: FrontDoor) => RequestListener, tls: IssuerTls | undefined): readonly FrontDoor[] {
  const open = (create: (answer: RequestListener) => FrontDoor): FrontDoor => {
    const door = create((request, response) => listener(door)(request, response))
    return door
  }
  if (tls === undefined) return [open((answer) => createPlainServer(answer))]
  const { key, cert, clientAuthority: ca } = tls
  return [
    open((answer) => createServer({ key, cert }, answer)),
    open((answer) => createServer({ key, cert, ca, requestCert: true, rejectUnauthorized: false }, answer)),
  ]
}
