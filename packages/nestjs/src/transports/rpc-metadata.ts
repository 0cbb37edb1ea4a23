import type { RequestHeaders } from '@auth/tokens/resource-server'
import { hasMethods } from './has-methods.ts'
import { mergeHeaders, readMessageCredentials } from './message-credentials.ts'

/** One message of a microservice: its payload, and what its transport tells beside it. */
export interface RpcMessage {
  readonly data: unknown
  readonly context: unknown
}

/** A member of what a transport hands out, wherever it is; nothing where it is not. */
function dig(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((each, name) => (typeof each === 'object' && each !== null ? Reflect.get(each, name) : undefined), value)
}

/** A message without metadata, of a transport that has some. */
const none: object = Object.freeze({})

/** The metadata of each transport that has some, told apart by what its context can do. */
const readers: readonly ((message: RpcMessage) => unknown)[] = [
  // gRPC: its `Metadata` itself
  ({ context }) =>
    hasMethods(context, 'getMap', 'get') ? readAll(Object.keys(Object(context.getMap())), (name) => context.get(name as never)) : undefined,
  // NATS
  ({ context }) => {
    const headers = hasMethods(context, 'getHeaders') ? context.getHeaders() : undefined
    // Names as they were written: one that came in two cases is one that came twice.
    if (hasMethods(headers, 'keys', 'values')) return readAll(headers.keys() as string[], (name) => headers.values(name as never))
    return hasMethods(context, 'getHeaders') ? none : undefined
  },
  // Kafka and RabbitMQ
  ({ context }) => {
    if (!hasMethods(context, 'getMessage')) return undefined
    const message = context.getMessage()
    return dig(message, 'headers') ?? dig(message, 'properties', 'headers') ?? none
  },
  // MQTT 5
  ({ context }) => (hasMethods(context, 'getPacket') ? (dig(context.getPacket(), 'properties', 'userProperties') ?? none) : undefined),
]

function readAll(names: readonly string[], read: (name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, read(name)]))
}

/** The credentials that came with a message, from the one place that its transport has for them. */
export function readRpcMetadata(message: RpcMessage): RequestHeaders {
  for (const read of readers) {
    const metadata = read(message)
    if (metadata !== undefined) return readMessageCredentials(metadata)
  }
  // TCP and Redis: the packet's, which clients of Nest 12 may set, and the payload's
  const { context, data } = message
  const ofPacket = hasMethods(context, 'getMetadata') ? context.getMetadata() : undefined
  return mergeHeaders(readMessageCredentials(ofPacket), readMessageCredentials(dig(data, 'metadata')))
}
