import { ServiceUnavailableError } from '@auth/core-errors'
import { checkObject, checkOption } from '@auth/core-errors/options'
import type { IoRedisClient, NodeRedisClient as NodeRedisSetter } from '@auth/pkce-dpop/dpop/redis'

/** What is used of a client, pool, cluster or sentinel of the package `redis`, version 4 or later. */
export interface NodeRedisClient extends NodeRedisSetter {
  eval(script: string, options: { readonly keys: string[]; readonly arguments: string[] }): Promise<unknown>
}

/** A client of either package. It is yours to connect and to close. */
export type RedisClient = NodeRedisClient | IoRedisClient

/** A script for one key, so that a cluster can run it. */
export interface RedisScript {
  readonly script: string
  readonly key: string
  readonly values?: readonly (string | number)[]
}

/** Runs scripts, each in one step of the server's. */
export class RedisScripts {
  readonly #client: RedisClient
  readonly #timeoutSeconds: number

  /** @throws {InvalidConfigError} VAL_2002 for a client of neither kind */
  constructor(client: RedisClient, timeoutSeconds: number) {
    const given = checkObject(client, 'client')
    const isClient = 'call' in given ? typeof given.call === 'function' : typeof given.eval === 'function'
    checkOption(isClient, client, 'client', 'a client of the package redis or ioredis')
    this.#client = client
    this.#timeoutSeconds = timeoutSeconds
  }

  /** What the script returns. @throws {ServiceUnavailableError} SRV_5002 when there is no answer in time; the client's own error */
  async run({ script, key, values = [] }: RedisScript): Promise<unknown> {
    const client = this.#client
    const texts = values.map(String)
    const work = 'call' in client ? client.call('EVAL', script, 1, key, ...texts) : client.eval(script, { keys: [key], arguments: texts })
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      reject(new ServiceUnavailableError(`Redis did not answer within ${this.#timeoutSeconds} s`))
    }, this.#timeoutSeconds * 1000)
    try {
      return await Promise.race([work, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
