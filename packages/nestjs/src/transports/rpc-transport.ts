import type { AuthContext } from '@auth/tokens/resource-server'
import type { ExecutionContext } from '@nestjs/common'
import { readRpcMetadata, type RpcMessage } from './rpc-metadata.ts'
import type { Transport } from './transport.ts'

/** Who sent each message: its context is the message's own. */
const senders = /* @__PURE__ */ new WeakMap<object, AuthContext>()

function toMessage(execution: ExecutionContext): RpcMessage {
  const rpc = execution.switchToRpc()
  return { data: rpc.getData(), context: rpc.getContext() }
}

/** What of a message belongs to it alone. */
function toKey({ context, data }: RpcMessage): object | undefined {
  return [context, data].find((each): each is object => typeof each === 'object' && each !== null)
}

/** What a message is for, as the path that a proof would name. */
function readPath({ context }: RpcMessage): string {
  const pattern: unknown = Object(context).getPattern?.() ?? Object(context).getTopic?.() ?? Object(context).getSubject?.() ?? ''
  return `/${encodeURIComponent(typeof pattern === 'string' ? pattern : JSON.stringify(pattern))}`
}

/**
 * Microservices: the token is in the metadata of the transport, or in the payload's `metadata` where it has none. A DPoP
 * proof is for POST and the pattern as a path below `publicUrl`.
 */
export const rpcTransport: Transport = {
  open(execution) {
    const message = toMessage(execution)
    const key = toKey(message)
    if (key === undefined) return undefined
    const headers = readRpcMetadata(message)
    return {
      request: { method: 'POST', url: readPath(message), headers, raw: message.context, auth: senders.get(key) },
      accept: ({ auth }) => void senders.set(key, auth),
      forget: () => {
        senders.delete(key)
        return true
      },
      refuse: () => {},
    }
  },
  readAuth(execution) {
    const key = toKey(toMessage(execution))
    return key && senders.get(key)
  },
}
