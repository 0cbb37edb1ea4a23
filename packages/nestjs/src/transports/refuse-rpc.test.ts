import { Metadata } from '@grpc/grpc-js'
import type { Challenge } from '@auth/tokens/resource-server'
import { firstValueFrom } from 'rxjs'
import { expect, it, vi } from 'vitest'
import { refuseRpc } from './refuse-rpc.ts'

const body = { error: 'invalid_token', error_description: 'the token has expired', code: 'AUTH_1001', correlation_id: 'order-7' }
const challenge = { status: 401, headers: { 'www-authenticate': 'Bearer realm="shop"' }, body } as unknown as Challenge // as much as is asked of it

function createCall() {
  return { metadata: new Metadata(), getPath: () => '', getPeer: () => '', emit: vi.fn<(name: string, error: object) => boolean>() }
}

async function fail(refused: Challenge, parameters: readonly unknown[]): Promise<unknown> {
  return firstValueFrom(refuseRpc(refused, parameters)).catch((error: unknown) => error)
}

it('tells a message what an HTTP client is told', async () => {
  expect(await fail(challenge, [{ order: 1 }, {}])).toEqual({
    ...body,
    message: 'the token has expired',
    statusCode: 401,
    headers: challenge.headers,
  })
})

it('tells a call of gRPC by status and trailers', async () => {
  const call = createCall()
  const status = (await fail(challenge, [{}, call.metadata, call])) as { code: number; details: string; metadata: Metadata }
  expect([status.code, status.details]).toEqual([16, 'the token has expired'])
  expect(status.metadata.getMap()).toEqual({ 'www-authenticate': 'Bearer realm="shop"', code: 'AUTH_1001', error: 'invalid_token' })
})

it('a status that gRPC has no word for is unknown, and what no trailer can carry stays away', async () => {
  const call = createCall()
  const odd = { ...challenge, status: 418, headers: { 'www-authenticate': 'Bearer realm="caf\u00e9"' } }
  const status = (await fail(odd, [{}, call.metadata, call])) as { code: number; metadata: Metadata }
  expect([status.code, status.metadata.get('www-authenticate')]).toEqual([2, []])
})

it('a handler that streams by itself is answered for, and Nest is given no error', async () => {
  const call = createCall()
  const answer = vi.fn<(error: object) => void>()
  expect(await fail(challenge, [call, answer])).toBeUndefined()
  expect(answer).toHaveBeenCalledWith(expect.objectContaining({ code: 16 }))
  expect(await fail(challenge, [call])).toBeUndefined()
  expect(call.emit).toHaveBeenCalledWith('error', expect.objectContaining({ code: 16 }))
})
