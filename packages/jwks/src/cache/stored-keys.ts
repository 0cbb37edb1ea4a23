import { withinDeadline } from '../http/within-deadline.ts'
import type { CachedKeys } from './cached-keys.ts'
import { emitEvent } from './jwks-event.ts'
import type { CheckedJWKSCacheOptions } from './jwks-cache-options.ts'
import { parseStoredJWKS, type RestoredKeys, type StoredJWKS } from './parse-stored-jwks.ts'

/** How long a storage is waited for, in seconds. */
const storageTimeoutSeconds = 1

/** The way to a storage: a failure of it is told and otherwise as if there were none. */
export class StoredKeys {
  readonly #options: CheckedJWKSCacheOptions
  #writing: Promise<unknown> = Promise.resolve()

  constructor(options: CheckedJWKSCacheOptions) {
    this.#options = options
  }

  /** What is stored, if it can be used. A withdrawal is worth nothing: the issuer may have new keys by now. */
  async read(): Promise<RestoredKeys | undefined> {
    const { storage, source, now, maxKeys } = this.#options
    if (!storage) return undefined
    return this.#attempt('get', async (name) => {
      const text = await storage.get(name)
      if (typeof text !== 'string') return undefined
      const restored = parseStoredJWKS(text, { source: source.url, now: now() / 1000, maxKeys })
      return restored.keys.size > 0 ? restored : undefined
    })
  }

  /** Writes in the order of the calls, and nobody waits for it. */
  write({ set, maxAgeSeconds }: CachedKeys): void {
    const { storage, source, now } = this.#options
    if (!storage) return
    const stored: StoredJWKS = {
      source: source.url,
      fetchedAt: now() / 1000,
      maxAgeSeconds,
      jwks: { keys: set.keys.map(({ jwk }) => jwk) },
    }
    this.#writing = this.#writing.then(() => this.#attempt('set', async (name) => storage.set(name, JSON.stringify(stored))))
  }

  /** Resolves when all is written. */
  async flush(): Promise<void> {
    await this.#writing
  }

  async #attempt<T>(operation: 'get' | 'set', work: (name: string) => Promise<T>): Promise<T | undefined> {
    const { source, onEvent } = this.#options
    try {
      return await withinDeadline({ timeoutSeconds: storageTimeoutSeconds }, () => work(`jwks:${source.url}`))
    } catch (error) {
      emitEvent(onEvent, { type: 'jwks_storage_failed', source: source.url, operation, error })
      return undefined
    }
  }
}
