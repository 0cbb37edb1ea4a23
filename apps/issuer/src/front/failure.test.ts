import { afterAll, beforeAll, expect, it } from 'vitest'
import { FrontServer } from './front-server.ts'

let front: FrontServer
beforeAll(async () => {
  front = await FrontServer.listen(0)
  front.setListener((_request, response) => response.end('fine'))
})
afterAll(() => front.close())

it.each([
  ['error', 500, null, 'application/json'],
  ['unavailable', 503, '2', 'application/json'],
  ['rate_limited', 429, '2', 'application/json'],
  ['not_found', 404, null, 'application/json'],
  ['garbage', 200, null, 'text/html'],
  ['withdrawn', 200, null, 'application/json'],
] as const)('%s answers with %i', async (mode, status, retryAfter, type) => {
  await front.fail(mode, 'all')
  const response = await fetch(front.origin)
  expect([response.status, response.headers.get('retry-after'), response.headers.get('content-type')]).toEqual([status, retryAfter, type])
  expect(await response.text()).not.toBe('fine')
})

it('hang gives no answer until it ends, and then cuts the connection', async () => {
  await front.fail('hang', 'all')
  const answer = fetch(front.origin)
  await expect.poll(() => front.requests.at(-1)?.status).toBeUndefined()
  await Promise.all([expect(answer).rejects.toThrow(), front.fail('none', 'all')])
})

it('drip sends a body that never ends', async () => {
  await front.fail('drip', 'all')
  const { status, body } = await fetch(front.origin)
  const reader = body?.getReader()
  expect(status).toBe(200)
  for (let chunk = 0; chunk < 3; chunk += 1) expect((await reader?.read())?.done).toBe(false)
  await reader?.cancel()
})

it('none ends every failure', async () => {
  await front.fail('error', 'all')
  await front.fail('none', 'all')
  expect(await (await fetch(front.origin)).text()).toBe('fine')
})
