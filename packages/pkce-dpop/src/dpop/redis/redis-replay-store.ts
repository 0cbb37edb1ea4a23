import { ServiceUnavailableError } from '@auth/core-errors'
import { checkObject, checkOption, checkSeconds, checkString } from '@auth/core-errors/options'
import type { ReplayStore } from '../replay-store.ts'

/** What is used of a client, pool, cluster or sentinel of the package `redis`, version 4 or later. */
export interface NodeRedisClient {
  set(key: string, value: string, options: { readonly NX: true; readonly PX: number }): Promise<unknown>
}

/** What is used of a client or cluster of the package `ioredis`. */
export interface IoRedisClient {
  call(command: string, ...args: (string | number)[]): Promise<unknown>
}

/** What {@link RedisReplayStore} takes beside the client. */
export interface RedisReplayStoreOptions {
  /** What the keys begin with. @default 'dpop:' */
  readonly prefix?: string | undefined
  /** How long an answer may take, in seconds: both clients would rather wait for a server that is down. @default 1 */
  readonly timeoutSeconds?: number | undefined
}

/**
 * The replay store of several servers, in Redis (or what speaks its protocol): one `SET … NX PX` a claim. The client is
 * yours to connect and to close. A claim that is lost with a replica's promotion is not noticed.
 */
export class RedisReplayStore implements ReplayStore {
  readonly #set: (key: string, ttlMilliseconds: number) => Promise<unknown>
  readonly #prefix: string
  readonly #timeoutSeconds: number

  /** @throws {InvalidConfigError} VAL_2002 for a client of neither kind, or a bad option */
  constructor(client: NodeRedisClient | IoRedisClient, options: RedisReplayStoreOptions = {}) {
    const { prefix = 'dpop:', timeoutSeconds = 1 } = checkObject(options, 'options')
    this.#set = toSetCommand(checkObject(client, 'client'))
    this.#prefix = checkOption(typeof prefix === 'string', prefix, 'prefix', 'a string')
    this.#timeoutSeconds = checkSeconds(timeoutSeconds, 'timeoutSeconds', 0.001, 60)
  }

  /**
   * Whether `id` was not claimed before. Rejects with the client's own error when Redis refuses or is down.
   * @throws {ServiceUnavailableError} SRV_5002 when there is no answer in time
   * @throws {InvalidConfigError} VAL_2002 for an argument of the wrong kind
   */
  async claim(id: string, ttlSeconds: number): Promise<boolean> {
    checkString(id, 'id')
    const ttlMilliseconds = Math.max(1, Math.ceil(checkSeconds(ttlSeconds, 'ttlSeconds') * 1000))
    const reply = await this.#inTime(this.#set(this.#prefix + id, ttlMilliseconds))
    return String(reply) === 'OK'
  }

  async #inTime<T>(work: Promise<T>): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      reject(new ServiceUnavailableError(`the replay store did not answer within ${this.#timeoutSeconds} s`))
    }, this.#timeoutSeconds * 1000)
    try {
      return await Promise.race([work, late])
    } finally {
      clearTimeout(timer)
    }
  }
}

/** `call` is ioredis's alone; `set` takes its options in the one form that `redis` 4, 5 and 6 all understand. */
function toSetCommand(client: NodeRedisClient | IoRedisClient): (key: string, ttlMilliseconds: number) => Promise<unknown> {
  const isClient = 'call' in client ? typeof client.call === 'function' : typeof client.set === 'function'
  checkOption(isClient, client, 'client', 'a client of the package redis or ioredis')
  return (key, ttlMilliseconds) =>
    'call' in client ? client.call('SET', key, '1', 'PX', ttlMilliseconds, 'NX') : client.set(key, '1', { NX: true, PX: ttlMilliseconds })
}
