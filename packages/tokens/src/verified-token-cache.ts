import { checkInteger, checkObject, checkSeconds } from '@auth/core-errors/options'

/** How much the verified-token cache may hold, and for how long. */
export interface VerifiedTokenCacheOptions {
  /** @default 10000 */
  readonly maxEntries?: number | undefined
  /** The size of all entries together, as far as it can be told. @default 33554432 */
  readonly maxBytes?: number | undefined
  /** How long a token is remembered, in seconds, however long it is good. @default 300 */
  readonly maxAgeSeconds?: number | undefined
}

interface Entry<Value> {
  readonly value: Value
  readonly bytes: number
  readonly forgottenAt: number
}

/** What an entry takes beside its value: the hash, the entry, its place in the map. */
const entryBytes = 512

/**
 * Remembers what was verified, by the hash of the whole token. The oldest entry makes room; since all live equally
 * long, it is also the first to be forgotten.
 */
export class VerifiedTokenCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>()
  readonly #maxEntries: number
  readonly #maxBytes: number
  readonly #maxAgeMs: number
  readonly #monotonicNow: () => number
  #bytes = 0

  constructor(options: VerifiedTokenCacheOptions, monotonicNow: () => number) {
    const { maxEntries = 10_000, maxBytes = 33_554_432, maxAgeSeconds = 300 } = checkObject(options, 'verifiedTokenCache')
    this.#maxEntries = checkInteger(maxEntries, 'verifiedTokenCache.maxEntries', 1)
    this.#maxBytes = checkInteger(maxBytes, 'verifiedTokenCache.maxBytes', 1)
    this.#maxAgeMs = checkSeconds(maxAgeSeconds, 'verifiedTokenCache.maxAgeSeconds') * 1000
    this.#monotonicNow = monotonicNow
  }

  get(hash: string): Value | undefined {
    const entry = this.#entries.get(hash)
    return entry !== undefined && this.#monotonicNow() < entry.forgottenAt ? entry.value : undefined
  }

  /** @param valueBytes the size of the value, as far as it can be told */
  set(hash: string, value: Value, valueBytes: number): void {
    const now = this.#monotonicNow()
    const bytes = valueBytes + entryBytes
    if (bytes > this.#maxBytes) return
    this.delete(hash)
    this.#entries.set(hash, { value, bytes, forgottenAt: now + this.#maxAgeMs })
    this.#bytes += bytes
    for (const [oldest, { forgottenAt }] of this.#entries) {
      if (this.#entries.size <= this.#maxEntries && this.#bytes <= this.#maxBytes && now < forgottenAt) break
      this.delete(oldest)
    }
  }

  delete(hash: string): void {
    const entry = this.#entries.get(hash)
    if (entry === undefined) return
    this.#entries.delete(hash)
    this.#bytes -= entry.bytes
  }
}
