import type { AuthContext } from '@auth/tokens/resource-server'
import type { ExecutionContext } from '@nestjs/common'
import { findGrpcCall, type GrpcCall } from './grpc-call.ts'
import { readRpcMetadata, type RpcMessage } from './rpc-metadata.ts'
import type { Transport } from './transport.ts'

/** Who sent each message, by what belongs to it; with its payload, because a transport may have one context for many. */
const senders = /* @__PURE__ */ new WeakMap<object, { readonly auth: AuthContext; readonly data: unknown }>()

function toMessage(execution: ExecutionContext): RpcMessage & { readonly call: GrpcCall | undefined } {
  const parameters = execution.getArgs<unknown[]>()
  const call = findGrpcCall(parameters)
  // A handler of gRPC that streams by itself is given the call alone.
  return { data: parameters[0], context: call?.metadata ?? parameters[1], call }
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

/** What a message is for, as the path that a proof would name. */
function readPath(context: unknown): string {
  const of = Object(context)
  const pattern: unknown = of.getPattern?.() ?? of.getTopic?.() ?? of.getSubject?.() ?? of.getChannel?.() ?? ''
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
    const { call, context } = message
    return {
      request: {
        method: 'POST',
        url: call?.getPath() ?? readPath(context),
        headers: readRpcMetadata(message),
        raw: call ?? context,
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
