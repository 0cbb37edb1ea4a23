import { Redis } from 'ioredis'
import { createClient, createClientPool } from 'redis'
import type { RedisClient } from '../../src/session/redis/index.ts'

/** A client of either package, connected, and how to close it. */
interface Connected {
  readonly client: RedisClient
  readonly close: () => void
}

export const redisClients: Readonly<Record<string, (port: number) => Promise<Connected>>> = {
  async redis(port) {
    const client = createClient({ socket: { host: '127.0.0.1', port } })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => client.destroy() }
  },
  async 'redis, a pool'(port) {
    const client = createClientPool({ socket: { host: '127.0.0.1', port } })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => client.destroy() }
  },
  async ioredis(port) {
    const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => client.disconnect() }
  },
}
