import { checkInteger, checkObject } from '@auth/core-errors/options'
import type { StoredEntry, StoredTokens, TokenStore } from './token-store.ts'

/** How large a {@link MemoryTokenStore} may grow. */
export interface MemoryTokenStoreOptions {
  /** The session that was not written for the longest time makes room. @default 100000 */
  readonly maxEntries?: number | undefined
}

/** Keeps the tokens of sessions in this process; they end with it. */
export class MemoryTokenStore implements TokenStore {
  readonly #entries = new Map<string, StoredEntry>()
  readonly #maxEntries: number
  #written = 0

  /** @throws {InvalidConfigError} VAL_2002 naming the option */
  constructor(options: MemoryTokenStoreOptions = {}) {
    this.#maxEntries = checkInteger(checkObject(options, 'options').maxEntries ?? 100_000, 'maxEntries', 1)
  }

  get(id: string): StoredEntry | undefined {
    return this.#entries.get(id)
  }

  set(id: string, tokens: StoredTokens, expectedVersion: string | undefined): boolean {
    if (this.#entries.get(id)?.version !== expectedVersion) return false
    this.#entries.delete(id)
    this.#entries.set(id, Object.freeze({ tokens: Object.freeze({ ...tokens }), version: String(++this.#written) }))
    if (this.#entries.size > this.#maxEntries) this.#entries.delete(this.#entries.keys().next().value!)
    return true
  }

  delete(id: string, expectedVersion: string | null): boolean {
    const isMeant = expectedVersion === null || this.#entries.get(id)?.version === expectedVersion
    return isMeant && this.#entries.delete(id)
  }
}
