import type { StoredEntry, StoredTokens, TokenStore } from '../../token-store/token-store.ts'
import type { SessionEnvelope } from './session-envelope.ts'
import type { SessionKeeping } from './session-keeping.ts'

const maxEntries = 10_000
const maxEnded = 100_000

/**
 * Sessions that are in their cookies. Browsers send old cookies beside new ones, and this process remembers what it has
 * seen of a session lately: the tokens of a refresh, which replace those of an older cookie, and that a session ended.
 * Another process knows nothing of it.
 */
export class CookieKeeping implements SessionKeeping, TokenStore {
  readonly isInCookie = true
  readonly tokenStore: TokenStore = this
  readonly #entries = new Map<string, StoredEntry>()
  /** The version up to which a session has ended. */
  readonly #ended = new Map<string, number>()
  readonly #claimed = new Map<string, true>()

  find({ id, version, tokens }: SessionEnvelope): StoredEntry | undefined {
    if (tokens === undefined || version <= (this.#ended.get(id) ?? -1)) return undefined
    const known = this.#entries.get(id)
    return known && Number(known.version) > version ? known : { tokens, version: String(version) }
  }

  admit(envelope: SessionEnvelope): void {
    const newest = this.find(envelope)
    if (newest) this.#keep(envelope.id, newest)
  }

  async begin(): Promise<void> {}

  prolong(envelope: SessionEnvelope): boolean {
    return this.find(envelope) !== undefined
  }

  async claim(id: string): Promise<boolean> {
    const isNew = !this.#claimed.has(id)
    remember(this.#claimed, id, true, maxEntries)
    return isNew
  }

  get(id: string): StoredEntry | undefined {
    return this.#entries.get(id)
  }

  set(id: string, tokens: StoredTokens, expectedVersion: string | undefined): boolean {
    if (expectedVersion === undefined || this.#entries.get(id)?.version !== expectedVersion) return false
    this.#keep(id, { tokens, version: String(Number(expectedVersion) + 1) })
    return true
  }

  delete(id: string, expectedVersion: string | null): boolean {
    if (expectedVersion !== null && this.#entries.get(id)?.version !== expectedVersion) return false
    remember(this.#ended, id, expectedVersion === null ? Number.POSITIVE_INFINITY : Number(expectedVersion), maxEnded)
    return this.#entries.delete(id)
  }

  #keep(id: string, entry: StoredEntry): void {
    remember(this.#entries, id, entry, maxEntries)
  }
}

/** What was not written for the longest time makes room. */
function remember<T>(map: Map<string, T>, id: string, value: T, max: number): void {
  map.delete(id)
  map.set(id, value)
  if (map.size > max) map.delete(map.keys().next().value!)
}
