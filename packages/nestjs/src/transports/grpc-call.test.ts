import { Metadata } from '@grpc/grpc-js'
import { expect, it } from 'vitest'
import { findGrpcCall } from './grpc-call.ts'

const call = { metadata: new Metadata(), getPath: () => '/shop.Orders/List', getPeer: () => '', emit: () => true }

it('finds the call behind request and metadata, or alone', () => {
  expect(findGrpcCall([{}, call.metadata, call])).toBe(call)
  expect(findGrpcCall([call, () => {}])).toBe(call)
})

it('takes no message for one, whatever it says', () => {
  const message = { metadata: {}, getPath: '/shop.Orders/List', getPeer: '', emit: true }
  for (const parameters of [[], [undefined], [message, {}], ['call', null]]) expect(findGrpcCall(parameters)).toBeUndefined()
})
