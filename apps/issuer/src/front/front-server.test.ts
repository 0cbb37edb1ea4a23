import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { FrontServer } from './front-server.ts'

async function start(): Promise<FrontServer & AsyncDisposable> {
  const front = await FrontServer.listen(0)
  front.setListener((_request, response) => response.end('fine'))
  return Object.assign(front, { [Symbol.asyncDispose]: () => front.close() })
}
const refused = { cause: { code: 'ECONNREFUSED' } }

describe('FrontServer', () => {
  it('answers with 503 until it knows what to answer', async () => {
    const front = await FrontServer.listen(0)
    expect((await fetch(front.origin)).status).toBe(503)
    await front.close()
  })

  it('fails at one endpoint only, and none there stands against a failure of all', async () => {
    await using front = await start()
    const statuses = () => Promise.all(['/jwks', '/token'].map(async (path) => (await fetch(front.origin + path)).status))
    await front.fail('error', 'jwks')
    expect(await statuses()).toEqual([500, 200])
    await front.fail('error', 'all')
    await front.fail('none', 'jwks')
    expect(await statuses()).toEqual([200, 500])
  })

  it('refuses connections while it is down and comes back on the same port', async () => {
    await using front = await start()
    await front.fail('down', 'all')
    await expect(fetch(front.origin)).rejects.toMatchObject(refused)
    await front.fail('none', 'all')
    expect(await (await fetch(front.origin)).text()).toBe('fine')
  })

  it('leaves what hangs at one endpoint alone when another one changes', async () => {
    await using front = await start()
    await front.fail('hang', 'jwks')
    let isOver = false
    const hanging = fetch(`${front.origin}/jwks`).finally(() => (isOver = true))
    await expect.poll(() => front.requests.length).toBe(1)
    await front.fail('error', 'token')
    expect((await fetch(`${front.origin}/token`)).status).toBe(500)
    expect(isOver).toBe(false)
    await Promise.all([expect(hanging).rejects.toThrow(), front.close()])
  })

  it('logs what was asked and answered, without the query', async () => {
    await using front = await start()
    await (await fetch(`${front.origin}/token?client_secret=s`, { method: 'POST' })).text()
    expect(front.requests).toEqual([{ endpoint: 'token', method: 'POST', path: '/token', status: 200 }])
  })

  it('keeps the last ten thousand requests', async () => {
    await using front = await start()
    front.requests.push(...Array.from({ length: 10_000 }, () => ({ endpoint: 'other' as const, method: 'GET', path: '/old', status: 200 })))
    await (await fetch(`${front.origin}/new`)).text()
    expect(front.requests).toHaveLength(10_000)
    expect(front.requests.at(-1)?.path).toBe('/new')
  })
})

describe('close', () => {
  it('ends at once although a connection is open, idle or waiting for an answer', async () => {
    const front = await start()
    await (await fetch(front.origin)).text() // keeps its connection
    const silent = connect(Number(new URL(front.origin).port), '127.0.0.1').on('error', () => {})
    await once(silent, 'connect')
    await front.fail('hang', 'all')
    const hanging = fetch(front.origin)
    await expect.poll(() => front.requests.length).toBe(2)
    await Promise.all([front.close(), expect(hanging).rejects.toThrow(), once(silent, 'close')])
    await expect(fetch(front.origin)).rejects.toMatchObject(refused)
  })

  it('may be called twice, and nothing starts it again', async () => {
    const front = await start()
    await front.close()
    await front.close()
    await front.fail('none', 'all')
    await expect(fetch(front.origin)).rejects.toMatchObject(refused)
  })
})
