import type { AuthContext } from '@auth/tokens/resource-server'
import type { ExecutionContext } from '@nestjs/common'
import { findGrpcCall, type GrpcCall } from './grpc-call.ts'
import { hasMethods } from './has-methods.ts'
import { readRpcMetadata, type RpcMessage } from './rpc-metadata.ts'
import type { Transport } from './transport.ts'

/** Who sent each message, by what belongs to it; with its payload, because a transport may have one context for many. */
const senders = /* @__PURE__ */ new WeakMap<object, { readonly auth: AuthContext; readonly data: unknown }>()

function findCall(execution: ExecutionContext): GrpcCall | undefined {
  return findGrpcCall(execution.getArgs<unknown[]>())
}

function toMessage(execution: ExecutionContext): RpcMessage {
  const [data, context] = execution.getArgs<unknown[]>()
  // A handler that streams by itself is given the call alone.
  return { data, context: findGrpcCall([data])?.metadata ?? context }
}

/** What of a message belongs to it alone. */
function toKey({ context, data }: RpcMessage): object | undefined {
  return [context, data].find((each): each is object => typeof each === 'object' && each !== null)
}

/** Who sent a message, when a guard has let it in. */
function findSender(key: object, { data }: RpcMessage): AuthContext | undefined {
  const sender = senders.get(key)
  return sender?.data === data ? sender?.auth : undefined
}

/** What each transport calls what a message is for. */
const patternReaders = ['getPattern', 'getTopic', 'getSubject', 'getChannel'] as const

/** What a message is for, as the path that a proof would name: of gRPC its own, else the pattern. */
function readPath(execution: ExecutionContext): string {
  const path = findCall(execution)?.getPath()
  if (path !== undefined) return path
  const context: unknown = execution.switchToRpc().getContext()
  const name = patternReaders.find((each) => hasMethods(context, each))
  const pattern = name === undefined ? '' : (context as Record<typeof name, () => unknown>)[name]()
  return `/${encodeURIComponent(typeof pattern === 'string' ? pattern : JSON.stringify(pattern))}`
}

/**
 * Microservices: the token is in the metadata of the transport, or in the payload's `metadata` where it has none. A DPoP
 * proof is for POST and the pattern, or the path of gRPC, below `publicUrl`.
 */
export const rpcTransport: Transport = {
  open(execution) {
    const message = toMessage(execution)
    const key = toKey(message)
    if (key === undefined) return undefined
    const headers = readRpcMetadata(message)
    return {
      request: {
        method: 'POST',
        url: readPath(execution),
        headers,
        raw: findCall(execution) ?? message.context,
        auth: findSender(key, message),
      },
      accept: ({ auth }) => void senders.set(key, { auth, data: message.data }),
      forget: () => {
        senders.delete(key)
        return true
      },
      refuse: () => {},
    }
  },
  readAuth(execution) {
    const message = toMessage(execution)
    const key = toKey(message)
    return key && findSender(key, message)
  },
}
