import type { RequestHeaders } from '@auth/tokens/resource-server'
import { hasMethods } from './has-methods.ts'
import { readMessageCredentials } from './message-credentials.ts'

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

/** The metadata of each transport, told apart by what its context can do; without any, the payload's own `metadata`. */
const readers: readonly ((message: RpcMessage) => unknown)[] = [
  // gRPC: its `Metadata` itself
  ({ context }) => (hasMethods(context, 'getMap', 'get') ? pick((name) => context.get(name as never)) : undefined),
  // NATS
  ({ context }) => {
    const headers = hasMethods(context, 'getHeaders') ? context.getHeaders() : undefined
    if (hasMethods(headers, 'values')) return pick((name) => headers.values(name as never))
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
  // TCP and Redis have none
  ({ data }) => dig(data, 'metadata'),
]

function pick(read: (name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(['authorization', 'dpop', 'x-correlation-id', 'traceparent'].map((name) => [name, read(name)]))
}

/** The credentials that came with a message, from the one place that its transport has for them. */
export function readRpcMetadata(message: RpcMessage): RequestHeaders {
  for (const read of readers) {
    const metadata = read(message)
    if (metadata !== undefined) return readMessageCredentials(metadata)
  }
  return {}
}
