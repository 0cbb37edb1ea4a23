import { Redis } from 'ioredis'
import { createClient, createClientPool } from 'redis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DPoPVerifier } from '../src/dpop/index.ts'
import { RedisReplayStore } from '../src/dpop/redis/index.ts'
import { catchError } from './catch-error.ts'
import { createRedisServer, hasRedisServer, type RedisServer } from './redis-server.ts'
import { method, now, signProof, url } from './sign-proof.ts'

if (!hasRedisServer) console.warn('redis-server is not installed: the tests of RedisReplayStore against a real one are SKIPPED')

/** A client of either package, connected, and how to close it. */
interface Connected {
  readonly client: ConstructorParameters<typeof RedisReplayStore>[0]
  send(...command: [string, ...string[]]): Promise<unknown>
  close(): void
}

const clients: Record<string, (port: number) => Promise<Connected>> = {
  async redis(port) {
    const client = createClient({ socket: { host: '127.0.0.1', port } })
    client.on('error', () => {})
    await client.connect()
    return { client, send: (...command) => client.sendCommand(command), close: () => client.destroy() }
  },
  async 'redis, a pool'(port) {
    const client = createClientPool({ socket: { host: '127.0.0.1', port } })
    client.on('error', () => {})
    await client.connect()
    return { client, send: (...command) => client.sendCommand(command), close: () => client.destroy() }
  },
  async ioredis(port) {
    const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true })
    client.on('error', () => {})
    await client.connect()
    return { client, send: (...command) => client.call(...command), close: () => client.disconnect() }
  },
}

describe.skipIf(!hasRedisServer).each(Object.keys(clients))('RedisReplayStore on a real server, with %s', (name) => {
  let server: RedisServer
  let connected: Connected

  beforeAll(async () => {
    server = await createRedisServer()
    await server.start()
    connected = await clients[name]!(server.port)
  })
  afterAll(async () => {
    connected.close()
    await server.stop()
  })

  it('lets one of many claims through, of two servers of one store', async () => {
    const second = await clients[name]!(server.port)
    const stores = [connected, second].map(({ client }) => new RedisReplayStore(client))
    const claims = await Promise.all(Array.from({ length: 100 }, (_, index) => stores[index % 2]!.claim('contested', 10)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    second.close()
  })

  it('sends one command a claim, a SET', async () => {
    await connected.send('CONFIG', 'RESETSTAT')
    for (let index = 0; index < 5; index++) await new RedisReplayStore(connected.client).claim(`counted ${index}`, 10)
    const info = String(await connected.send('INFO', 'commandstats'))
    expect(info.match(/cmdstat_(?!config|info)[^:]+:calls=\d+/g)).toEqual(['cmdstat_set:calls=5'])
  })

  it('keeps a claim for its time and no longer, under the prefix', async () => {
    const store = new RedisReplayStore(connected.client, { prefix: 'app:' })
    expect(await store.claim('timed', 10.5)).toBe(true)
    const left = Number(await connected.send('PTTL', 'app:timed'))
    expect(left).toBeGreaterThan(9000)
    expect(left).toBeLessThanOrEqual(10_500)
    // What the server does when the time is up, without the wait.
    await connected.send('PEXPIRE', 'app:timed', '-1')
    expect(await store.claim('timed', 10)).toBe(true)
  })

  it('makes a verifier refuse a proof that another one has seen', async () => {
    const verifiers = [1, 2].map(() => new DPoPVerifier({ replayStore: new RedisReplayStore(connected.client), now: () => now }))
    const proof = await signProof()
    await verifiers[0]!.verify({ proof, method, url })
    expect(await catchError(() => verifiers[1]!.verify({ proof, method, url }))).toMatchObject({ code: 'DPOP_6004' })
  })

  it('fails closed while the server refuses or is gone, and works again when it is back', async () => {
    const verifier = new DPoPVerifier({ replayStore: new RedisReplayStore(connected.client, { timeoutSeconds: 0.2 }), now: () => now })
    const verify = async (): Promise<unknown> => verifier.verify({ proof: await signProof(), method, url })
    await connected.send('CONFIG', 'SET', 'maxmemory', '1')
    expect(await catchError(verify)).toMatchObject({ code: 'SRV_5002', cause: { message: expect.stringMatching(/OOM/) } })
    await connected.send('CONFIG', 'SET', 'maxmemory', '0')
    await verify()
    await server.stop()
    expect(await catchError(verify)).toMatchObject({ code: 'SRV_5002', httpStatus: 503 })
    await server.start()
    await expect.poll(verify, { timeout: 10_000, interval: 50 }).toMatchObject({ iat: now / 1000 })
  })
})
