import { checkFunction, checkInteger, checkObject } from '@auth/core-errors/options'
import { MemoryReplayStore } from '@auth/pkce-dpop/dpop'
import type { StoredEntry, StoredTokens } from '../../token-store/token-store.ts'
import type { NewSession, SessionOwner, SessionSelection, SessionStore } from './session-store.ts'

/** What a {@link MemorySessionStore} takes. */
export interface MemorySessionStoreOptions {
  /** The session that began first makes room. @default 100000 */
  readonly maxEntries?: number | undefined
  /** The wall clock, in milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined
}

interface KeptSession {
  readonly entry: StoredEntry
  readonly owner: SessionOwner
  readonly expiresAt: number
}

/** Sessions in this process, for one server and for tests; they end with it. */
export class MemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, KeptSession>()
  readonly #claims: MemoryReplayStore
  readonly #maxEntries: number
  readonly #now: () => number
  #written = 0

  /** @throws {InvalidConfigError} VAL_2002 naming the option */
  constructor(options: MemorySessionStoreOptions = {}) {
    const { maxEntries = 100_000, now = Date.now } = checkObject(options, 'options')
    this.#maxEntries = checkInteger(maxEntries, 'maxEntries', 1)
    this.#now = checkFunction(now, 'now')
    this.#claims = new MemoryReplayStore({ now })
  }

  get(id: string): StoredEntry | undefined {
    return this.#find(id)?.entry
  }

  create(id: string, { tokens, owner, expiresAt }: NewSession): void {
    this.#sessions.set(id, { entry: this.#toEntry(tokens), owner, expiresAt })
    if (this.#sessions.size <= this.#maxEntries) return
    for (const [other, { expiresAt }] of this.#sessions) if (this.#isOver(expiresAt)) this.#sessions.delete(other)
    if (this.#sessions.size > this.#maxEntries) this.#sessions.delete(this.#sessions.keys().next().value!)
  }

  set(id: string, tokens: StoredTokens, expectedVersion: string | undefined): boolean {
    const kept = this.#find(id)
    if (kept === undefined || kept.entry.version !== expectedVersion) return false
    this.#sessions.set(id, { ...kept, entry: this.#toEntry(tokens) })
    return true
  }

  touch(id: string, expiresAt: number): boolean {
    const kept = this.#find(id)
    if (kept) this.#sessions.set(id, { ...kept, expiresAt })
    return kept !== undefined
  }

  delete(id: string, expectedVersion: string | null): boolean {
    const kept = this.#find(id)
    if (kept === undefined || (expectedVersion !== null && kept.entry.version !== expectedVersion)) return false
    return this.#sessions.delete(id)
  }

  deleteMatching({ issuer, subject, sid }: SessionSelection): number {
    const isMeant = ({ owner }: KeptSession): boolean =>
      owner.issuer === issuer &&
      (subject === undefined || owner.subject === subject) &&
      (sid === undefined || owner.sid === sid) &&
      (subject ?? sid) !== undefined
    const ids = [...this.#sessions].filter(([, kept]) => isMeant(kept)).map(([id]) => id)
    for (const id of ids) this.#sessions.delete(id)
    return ids.length
  }

  claim(id: string, ttlSeconds: number): Promise<boolean> {
    return this.#claims.claim(id, ttlSeconds)
  }

  #find(id: string): KeptSession | undefined {
    const kept = this.#sessions.get(id)
    return kept && !this.#isOver(kept.expiresAt) ? kept : undefined
  }

  #isOver(expiresAt: number): boolean {
    return expiresAt <= this.#now() / 1000
  }

  #toEntry(tokens: StoredTokens): StoredEntry {
    return Object.freeze({ tokens: Object.freeze({ ...tokens }), version: String(++this.#written) })
  }
}
