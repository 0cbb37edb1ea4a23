import type { AuthContext } from '@auth/tokens/resource-server'
import type { ExecutionContext } from '@nestjs/common'
import { expect, it } from 'vitest'
import { rpcTransport } from './rpc-transport.ts'

function receive(data: unknown, context: unknown): ExecutionContext {
  return { getArgs: () => [data, context] } as unknown as ExecutionContext // just what is asked of it
}

const auth = { token: 'x' } as unknown as AuthContext // it is looked at by nobody here
const server = {} as never // nor is this

it('who sent a message is known for all of its guards', () => {
  const message = receive({ order: 1 }, {})
  rpcTransport.open(message, server)!.accept({ auth, headers: {} })
  expect([rpcTransport.open(message, server)!.request.auth, rpcTransport.readAuth(message)]).toEqual([auth, auth])
})

it('and for no other message, where a transport has one context for them all', () => {
  const context = {}
  rpcTransport.open(receive({ order: 1 }, context), server)!.accept({ auth, headers: {} })
  for (const other of [receive({ order: 1 }, context), receive('order', context), receive(undefined, context)])
    expect([rpcTransport.open(other, server)!.request.auth, rpcTransport.readAuth(other)]).toEqual([undefined, undefined])
})

it('what cannot be told from another message is denied', () => {
  expect(rpcTransport.open(receive('order', 'context'), server)).toBeUndefined()
})
