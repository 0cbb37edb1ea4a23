import type { RequestHeaders } from '@auth/tokens/resource-server'
import type { NodeRequest } from '../transports/node-request.ts'
import { readMessageCredentials } from '../transports/message-credentials.ts'
import { unauthorizedCloseCode } from './connection.ts'

/** What differs between the sockets of socket.io and WebSockets as browsers know them. */
export interface SocketKind {
  readonly send: (event: string, data: unknown) => void
  readonly close: (reason: string) => void
  /** Listens to messages of one event; `reply` answers one of them, where its sender waits for that. */
  readonly listen: (event: string, onMessage: (data: unknown, reply?: (answer: unknown) => void) => void) => void
}

/** A socket of socket.io, as far as it is needed. */
export interface IoSocket {
  readonly handshake: { readonly auth: unknown }
  /** Node's request that opened the connection. */
  readonly request: NodeRequest
  emit(event: string, data: unknown): unknown
  on(event: string, listener: (...parameters: never[]) => void): unknown
  disconnect(): unknown
}

/** A WebSocket of the package ws, as far as it is needed. */
interface NativeSocket {
  readonly readyState: number
  send(text: string): void
  close(code: number, reason: string): void
  on(event: 'message', listener: (data: { toString(): string }) => void): unknown
}

export function isIoSocket(client: object): client is IoSocket {
  return 'handshake' in client && 'disconnect' in client
}

function isNativeSocket(client: object): client is NativeSocket {
  return 'readyState' in client && 'send' in client && 'close' in client
}

/** The credentials of a socket of socket.io beside its headers: browsers can send `auth`, and no headers of their own. */
export function readHandshake(client: IoSocket): RequestHeaders {
  return readMessageCredentials(client.handshake.auth)
}

function toIoKind(client: IoSocket): SocketKind {
  return {
    send: (event, data) => client.emit(event, data),
    close: () => client.disconnect(),
    listen: (event, onMessage) =>
      client.on(event, (data: unknown, reply: unknown) => onMessage(data, typeof reply === 'function' ? (reply as never) : undefined)),
  }
}

function toNativeKind(client: NativeSocket): SocketKind {
  return {
    send: (event, data) => client.send(JSON.stringify({ event, data })),
    close: (reason) => client.close(unauthorizedCloseCode, reason),
    listen: (event, onMessage) =>
      client.on('message', (text) => {
        const message = parseMessage(String(text))
        if (message['event'] === event) onMessage(message['data'])
      }),
  }
}

function parseMessage(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** Undefined for a socket of a kind that is not known: it cannot be told why it is refused. */
export function toSocketKind(client: object): SocketKind | undefined {
  if (isIoSocket(client)) return toIoKind(client)
  return isNativeSocket(client) ? toNativeKind(client) : undefined
}
