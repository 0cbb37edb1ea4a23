import { checkFunction, checkObject, checkOption, checkSeconds } from '@auth/core-errors/options'
import { RedisReplayStore } from '@auth/pkce-dpop/dpop/redis'
import type { SessionLock } from '../../token-store/session-lock.ts'
import type { StoredEntry, StoredTokens } from '../../token-store/token-store.ts'
import type { NewSession, SessionOwner, SessionSelection, SessionStore } from '../kept/session-store.ts'
import { hashText } from '../hash-text.ts'
import { type RedisClient, RedisScripts } from './redis-scripts.ts'
import { RedisSessionLock, type RedisSessionLockOptions } from './redis-session-lock.ts'

/** What {@link RedisSessionStore} takes beside the client. */
export interface RedisSessionStoreOptions extends RedisSessionLockOptions {
  /** The wall clock, in milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** A session is a hash: its version, its tokens, its owner. */
const scripts = {
  get: `return redis.call('HMGET', KEYS[1], 'version', 'tokens')`,
  create: `redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'tokens', ARGV[2], 'owner', ARGV[3])
return redis.call('PEXPIRE', KEYS[1], ARGV[4])`,
  set: `if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'tokens', ARGV[3])
return 1`,
  touch: `return redis.call('PEXPIRE', KEYS[1], ARGV[1])`,
  delete: `if ARGV[1] ~= '' and redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`,
  owner: `return redis.call('HMGET', KEYS[1], 'owner')`,
  /** The ids of an owner's sessions, each until the session ends at the latest. */
  enlist: `redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
return redis.call('PEXPIRE', KEYS[1], math.max(1, math.ceil(tonumber(last[2]) - tonumber(ARGV[1]))))`,
  list: `return redis.call('ZRANGE', KEYS[1], 0, -1)`,
  strike: `return redis.call('ZREM', KEYS[1], ARGV[1])`,
} as const

/**
 * The sessions of several servers, in Redis 4 or newer, or what speaks its protocol. Every writing is one script for one
 * key, so that a cluster will do. It brings its own lock. What is lost with a replica's promotion is not noticed: a
 * session that ended a moment before may come back with it.
 */
export class RedisSessionStore implements SessionStore {
  readonly lock: SessionLock
  readonly #scripts: RedisScripts
  readonly #claims: RedisReplayStore
  readonly #prefix: string
  readonly #now: () => number

  /** @throws {InvalidConfigError} VAL_2002 for a client of neither kind, or a bad option */
  constructor(client: RedisClient, options: RedisSessionStoreOptions = {}) {
    const { prefix = 'session:', timeoutSeconds = 1, now = Date.now } = checkObject(options, 'options')
    this.#prefix = checkOption(typeof prefix === 'string', prefix, 'prefix', 'a string')
    this.#scripts = new RedisScripts(client, checkSeconds(timeoutSeconds, 'timeoutSeconds', 0.001, 60))
    this.#claims = new RedisReplayStore(client, { prefix: `${prefix}claim:`, timeoutSeconds })
    this.#now = checkFunction(now, 'now')
    this.lock = new RedisSessionLock(client, options)
  }

  async get(id: string): Promise<StoredEntry | undefined> {
    const [version, tokens] = toTexts(await this.#run('get', this.#toKey(id)))
    return version === undefined || tokens === undefined ? undefined : { version, tokens: JSON.parse(tokens) as StoredTokens }
  }

  /** The lists first: a session that is in none could not be ended by whose it is. */
  async create(id: string, { tokens, owner, expiresAt, endsAt }: NewSession): Promise<void> {
    const now = this.#now()
    for (const list of await this.#listKeys(owner)) await this.#run('enlist', list, [now, endsAt * 1000, id])
    const ttl = Math.max(1, Math.ceil(expiresAt * 1000 - now))
    await this.#run('create', this.#toKey(id), [crypto.randomUUID(), JSON.stringify(tokens), JSON.stringify(owner), ttl])
  }

  async set(id: string, tokens: StoredTokens, expectedVersion: string | undefined): Promise<boolean> {
    if (expectedVersion === undefined) return false
    return this.#did('set', this.#toKey(id), [expectedVersion, crypto.randomUUID(), JSON.stringify(tokens)])
  }

  touch(id: string, expiresAt: number): Promise<boolean> {
    return this.#did('touch', this.#toKey(id), [Math.max(1, Math.ceil(expiresAt * 1000 - this.#now()))])
  }

  delete(id: string, expectedVersion: string | null): Promise<boolean> {
    return this.#did('delete', this.#toKey(id), [expectedVersion ?? ''])
  }

  async deleteMatching({ issuer, subject, sid }: SessionSelection): Promise<number> {
    const list = await (sid === undefined ? this.#toSubjectKey(issuer, subject ?? '') : this.#toSidKey(issuer, sid))
    let count = 0
    for (const id of toTexts(await this.#run('list', list)) as string[]) {
      const isMeant = subject === undefined || sid === undefined || (await this.#findOwner(id))?.subject === subject
      // One that is not there may be about to be created: it stays on the list.
      if (!isMeant || !(await this.delete(id, null))) continue
      count++
      await this.#run('strike', list, [id])
    }
    return count
  }

  claim(id: string, ttlSeconds: number): Promise<boolean> {
    return this.#claims.claim(id, ttlSeconds)
  }

  async #findOwner(id: string): Promise<SessionOwner | undefined> {
    const [owner] = toTexts(await this.#run('owner', this.#toKey(id)))
    return owner === undefined ? undefined : (JSON.parse(owner) as SessionOwner)
  }

  async #listKeys({ issuer, subject, sid }: SessionOwner): Promise<readonly string[]> {
    return Promise.all([this.#toSubjectKey(issuer, subject), ...(sid === undefined ? [] : [this.#toSidKey(issuer, sid)])])
  }

  async #toSubjectKey(issuer: string, subject: string): Promise<string> {
    return `${this.#prefix}subject:${await hashText(JSON.stringify([issuer, subject]))}`
  }

  async #toSidKey(issuer: string, sid: string): Promise<string> {
    return `${this.#prefix}sid:${await hashText(JSON.stringify([issuer, sid]))}`
  }

  #toKey(id: string): string {
    return `${this.#prefix}id:${id}`
  }

  async #did(name: keyof typeof scripts, key: string, values: readonly (string | number)[]): Promise<boolean> {
    return Number(await this.#run(name, key, values)) === 1
  }

  #run(name: keyof typeof scripts, key: string, values: readonly (string | number)[] = []): Promise<unknown> {
    return this.#scripts.run({ script: scripts[name], key, values })
  }
}

/** A client may answer in bytes, and with null for what is not there. */
function toTexts(reply: unknown): readonly (string | undefined)[] {
  const items = Array.isArray(reply) ? (reply as readonly (string | Uint8Array | null)[]) : []
  return items.map((item) => (item === null ? undefined : typeof item === 'string' ? item : new TextDecoder().decode(item)))
}
