import { type AuthPlatformError, KeysUnavailableError, NetworkError, isAuthPlatformError } from '@auth/core-errors'
import { createKeySet, type KeySet } from '../keys/key-set.ts'
import { parseJWKS } from '../keys/parse-jwks.ts'
import { type CachedKeys, type KeysArrival, toCachedKeys } from './cached-keys.ts'
import { createKeySource, type KeysAnswer, type KeySource } from './create-key-source.ts'
import { FailureCooldown } from './failure-cooldown.ts'
import type { CheckedJWKSCacheOptions } from './jwks-cache-options.ts'
import { emitEvent } from './jwks-event.ts'
import { StoredKeys } from './stored-keys.ts'

/** The newest that is known of an issuer's published keys, and how it becomes newer. Whether it may be used is not decided here. */
export class PublishedKeys {
  readonly failures: FailureCooldown
  readonly #options: CheckedJWKSCacheOptions
  readonly #source: KeySource
  readonly #stored: StoredKeys
  #current: CachedKeys | undefined
  /** Kept when `#current` is dropped: a key's object lives as long as its JWK is published. */
  #known: KeySet['bySource'] = new Map()
  /** Fetches are numbered as they start. What comes of one whose number is not above `#settled` is void. */
  #started = 0
  #settled = 0
  #flight: Promise<void> | undefined
  #restoring: Promise<boolean> | undefined
  #stop = new AbortController()

  constructor(options: CheckedJWKSCacheOptions) {
    const { monotonicNow, ttlSeconds } = options
    this.#options = options
    this.#source = createKeySource(options)
    this.#stored = new StoredKeys(options)
    this.failures = new FailureCooldown({ monotonicNow, maxRetryAfterSeconds: ttlSeconds })
  }

  get current(): CachedKeys | undefined {
    return this.#current
  }

  /** The number of the fetch that was started last. */
  get started(): number {
    return this.#started
  }

  /** The number of the last fetch whose answer was taken. */
  get settled(): number {
    return this.#settled
  }

  get isRefreshing(): boolean {
    return this.#flight !== undefined
  }

  get known(): KeySet['bySource'] {
    return this.#known
  }

  /** Fetches, or joins the fetch that is under way. A failure is recorded before it is thrown. */
  refresh(): Promise<void> {
    if (this.#flight) return this.#flight
    const flight = this.#load(++this.#started, this.#stop.signal).finally(() => {
      if (this.#flight === flight) this.#flight = undefined
    })
    this.#flight = flight
    return flight
  }

  /** Whether what was stored has become current. Only the first call looks, and only where there is nothing newer. */
  restore(): Promise<boolean> {
    this.#restoring ??= this.#restore(this.#stop.signal)
    return this.#restoring
  }

  /** Makes a set current, as fresh from now. */
  accept(set: KeySet, arrival: Partial<KeysArrival> = {}): CachedKeys {
    this.#current = toCachedKeys(set, { fetchedAt: this.#options.monotonicNow(), ...arrival }, this.#options)
    this.#known = set.bySource
    return this.#current
  }

  /** Drops the keys, and what is under way: it may bring them back. */
  invalidate(): void {
    this.#current = undefined
    this.#settled = this.#started
    this.#flight = undefined
    this.#restoring = Promise.resolve(false)
    this.#source.forgetMetadata()
    this.failures.reset()
    this.#stop.abort()
    this.#stop = new AbortController()
  }

  /** Ends what is under way, and lets nothing begin. */
  async close(): Promise<void> {
    this.#stop.abort(new KeysUnavailableError('the cache was closed'))
    await Promise.allSettled([this.#flight, this.#restoring])
    await this.#stored.flush()
  }

  async #restore(signal: AbortSignal): Promise<boolean> {
    const stored = await this.#stored.read()
    if (!stored || this.#current || signal.aborted) return false
    const { keys, ageSeconds, maxAgeSeconds } = stored
    this.accept(createKeySet(keys), { fetchedAt: this.#options.monotonicNow() - ageSeconds * 1000, maxAgeSeconds })
    return true
  }

  async #load(turn: number, signal: AbortSignal): Promise<void> {
    const held = this.#current
    try {
      const answer = await this.#source.fetchKeys({ validator: held?.validator, signal })
      if (turn > this.#settled) return this.#take(turn, held, answer)
    } catch (error) {
      if (turn > this.#settled) throw this.#recordFailure(error)
    }
    // Void: the keys were dropped meanwhile. Whoever waits gets those that come instead.
    return this.#current ? undefined : this.refresh()
  }

  #take(turn: number, held: CachedKeys | undefined, answer: KeysAnswer): void {
    const { maxKeys, source, onEvent } = this.#options
    const isUnchanged = answer.kind === 'unchanged'
    // Only what is held has a validator that the server can confirm.
    const set = isUnchanged ? (held as CachedKeys).set : createKeySet(parseJWKS(answer.jwks, { maxKeys, known: this.#known }))
    this.#settled = turn
    this.failures.reset()
    this.#stored.write(this.accept(set, answer))
    const keyCount = set.keys.length
    emitEvent(
      onEvent,
      keyCount > 0 ? { type: 'jwks_refreshed', source: source.url, keyCount, isUnchanged } : { type: 'jwks_withdrawn', source: source.url },
    )
  }

  #recordFailure(cause: unknown): AuthPlatformError {
    const { source, onEvent } = this.#options
    const error = isAuthPlatformError(cause) ? cause : new NetworkError(undefined, { cause })
    this.failures.record(error)
    emitEvent(onEvent, { type: 'jwks_refresh_failed', source: source.url, error, retryAfterSeconds: this.failures.remainingSeconds })
    return error
  }
}
