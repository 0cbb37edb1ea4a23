import { checkFunction, checkObject, checkOption, checkSeconds } from '@auth/core-errors/options'
import { waitSeconds } from '../../config/wait-seconds.ts'
import type { SessionLock } from '../../token-store/session-lock.ts'
import { hashText } from '../hash-text.ts'
import { type RedisClient, RedisScripts } from './redis-scripts.ts'

/** What {@link RedisSessionLock} takes beside the client. */
export interface RedisSessionLockOptions {
  /** What the keys begin with. @default 'session:' */
  readonly prefix?: string | undefined
  /** How long a holder keeps the lock after it was last heard of, in seconds: a dead one loses it then. @default 10 */
  readonly leaseSeconds?: number | undefined
  /** How long those who wait leave between two attempts, in seconds. @default 0.05 */
  readonly pollSeconds?: number | undefined
  /** How long an answer may take, in seconds. @default 1 */
  readonly timeoutSeconds?: number | undefined
  /** Waits so many seconds, or rejects with the signal's reason. @default a timer */
  readonly wait?: ((seconds: number, signal: AbortSignal) => Promise<void>) | undefined
}

const acquire = `return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0`
const renew = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end return redis.call('PEXPIRE', KEYS[1], ARGV[2])`
const release = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end return redis.call('DEL', KEYS[1])`

/**
 * A lock in Redis for all servers that share it: a lease, which its holder renews while it works. Who has lost it without
 * knowing does no harm: the store's versions are the fence, and what is written with an old one is refused.
 */
export class RedisSessionLock implements SessionLock {
  readonly #scripts: RedisScripts
  readonly #prefix: string
  readonly #leaseSeconds: number
  readonly #pollSeconds: number
  readonly #wait: NonNullable<RedisSessionLockOptions['wait']>

  /** @throws {InvalidConfigError} VAL_2002 for a client of neither kind, or a bad option */
  constructor(client: RedisClient, options: RedisSessionLockOptions = {}) {
    const {
      prefix = 'session:',
      leaseSeconds = 10,
      pollSeconds = 0.05,
      timeoutSeconds = 1,
      wait = waitSeconds,
    } = checkObject(options, 'options')
    this.#prefix = checkOption(typeof prefix === 'string', prefix, 'prefix', 'a string')
    this.#leaseSeconds = checkSeconds(leaseSeconds, 'leaseSeconds', 0.01, 600)
    this.#pollSeconds = checkSeconds(pollSeconds, 'pollSeconds', 0.001, 10)
    this.#scripts = new RedisScripts(client, checkSeconds(timeoutSeconds, 'timeoutSeconds', 0.001, 60))
    this.#wait = checkFunction(wait, 'wait')
  }

  async run<T>(key: string, work: () => Promise<T>, { signal }: { readonly signal: AbortSignal }): Promise<T> {
    const lock = `${this.#prefix}lock:${await hashText(key)}`
    const holder = crypto.randomUUID()
    const lease = Math.ceil(this.#leaseSeconds * 1000)
    while (Number(await this.#scripts.run({ script: acquire, key: lock, values: [holder, lease] })) !== 1) {
      await this.#wait(this.#pollSeconds, signal)
    }
    const working = new AbortController()
    const renewals = this.#renew({ key: lock, values: [holder, lease] }, working.signal)
    try {
      return await work()
    } finally {
      working.abort()
      await renewals
      // A lock that cannot be freed frees itself; what the work brought counts.
      await this.#scripts.run({ script: release, key: lock, values: [holder] }).catch(() => undefined)
    }
  }

  async #renew(lease: { readonly key: string; readonly values: readonly (string | number)[] }, signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await this.#wait(this.#leaseSeconds / 3, signal)
      } catch {
        return
      }
      await this.#scripts.run({ script: renew, ...lease }).catch(() => undefined)
    }
  }
}
