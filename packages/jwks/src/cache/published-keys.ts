import { isAuthPlatformError, KeysUnavailableError, type KeysUnavailableReason, NetworkError } from '@auth/core-errors'
import { joinFlight, outlivesCallers } from '#join-flight'
import { readStoredKeys, writeStoredKeys } from '#stored-keys'
import { createKeySet, type KeySet } from '../keys/key-set.ts'
import { parseJWKS } from '../keys/parse-jwks.ts'
import { type CachedKeys, type KeysArrival, toCachedKeys } from './cached-keys.ts'
import { createKeySource, type KeysAnswer, type KeySource } from './create-key-source.ts'
import { FailureCooldown } from './failure-cooldown.ts'
import { judgeKeys, type KeysVerdict } from './judge-keys.ts'
import type { CheckedJWKSCacheOptions } from './jwks-cache-options.ts'
import { emitEvent, type JWKSEvent } from './jwks-event.ts'

const ignore = (): void => undefined

/** What came in that the keys do not fit: a header that means none of them, or a signature that the one meant did not make. */
export type LookAgainCause = 'unknown_key' | 'broken_signature'

/** What came of a fetch, as far as it is told. */
type FetchOutcome = JWKSEvent extends infer Event
  ? Event extends { readonly durationSeconds: number }
    ? Omit<Event, 'source' | 'durationSeconds'>
    : never
  : never

/** What is known of an issuer's published keys, how it becomes newer, and whether it may be used. */
export class PublishedKeys {
  readonly failures: FailureCooldown
  readonly #options: CheckedJWKSCacheOptions
  readonly #source: KeySource
  #current: CachedKeys | undefined
  /** Kept when `#current` is dropped: a key's object lives as long as its JWK is published. */
  #known: KeySet['bySource'] = new Map()
  /** Fetches are numbered as they start. What comes of one whose number is not above `#settled` is void. */
  #started = 0
  #settled = 0
  #flight: Promise<void> | undefined
  #restoring: Promise<boolean> | undefined
  #storing: Promise<unknown> | undefined
  /**
   * When an unknown kid, and when a broken signature, last caused a fetch: each has its own cool-down, so that a forged
   * signature does not hide a rotation. Nothing else is remembered of them: a flood of kids costs no memory, and none can
   * be kept out once it is published.
   */
  readonly #lookedAgainAt = new Map<LookAgainCause, number>()
  /** Of the fetch under way, and made with it: in an edge worker a signal is good only within the request that made it. */
  #stop: AbortController | undefined
  /** Ends with `invalidate` and `close`: what was begun before must not count any more. */
  #era = { closedBy: undefined as KeysUnavailableError | undefined }

  constructor(options: CheckedJWKSCacheOptions) {
    this.#options = options
    this.#source = createKeySource(options)
    this.failures = new FailureCooldown(options)
  }

  get current(): CachedKeys | undefined {
    return this.#current
  }

  get known(): KeySet['bySource'] {
    return this.#known
  }

  /** The number of the fetch that was started last. */
  get started(): number {
    return this.#started
  }

  /** Whether the keys in memory may be used; a refresh that is due starts in the background. */
  judge(): KeysVerdict {
    const now = this.#options.monotonicNow()
    const verdict = judgeKeys(this.#current, { now, failures: this.failures })
    const isDue = outlivesCallers && verdict.kind === 'use' && now >= verdict.keys.refreshAt && this.failures.remainingSeconds === 0
    if (isDue && !this.#flight) this.refresh().catch(ignore)
    return verdict
  }

  /** The same for who cannot wait: where the issuer is to be asked, that starts in the background too. */
  peek(): KeysVerdict {
    const verdict = this.judge()
    if (verdict.kind === 'ask' && !this.#flight) this.getReady().catch(ignore)
    return verdict
  }

  /** Keys that may be used, asked for where there are none. @throws {KeysUnavailableError} SRV_5004 */
  async getReady(): Promise<KeySet> {
    for (;;) {
      const verdict = this.judge()
      if (verdict.kind === 'use') return verdict.keys.set
      if (verdict.kind === 'refuse') throw this.toUnavailable(verdict.reason)
      if (!this.#current && (await this.#restoreOnce())) continue
      // A failure is on record: the next verdict is made with it.
      await this.refresh().catch(ignore)
    }
  }

  /**
   * Fetches once more, because something that came in does not fit the keys; a failure is on record. Not twice for one
   * cause in a cool-down, nor when they were fetched since it came in: `since` is the number of the last fetch before.
   */
  async lookAgain(since: number, cause: LookAgainCause): Promise<void> {
    const now = this.#options.monotonicNow()
    const isNewer = this.#settled > since
    // While the issuer is down its own cool-down holds, which is the shorter one: a rotation is not missed for a blip.
    const isTooEarly = this.failures.count > 0 ? this.failures.remainingSeconds > 0 : now < this.#nextLookAt(cause)
    if (!isNewer && !this.#flight && isTooEarly) return
    this.#lookedAgainAt.set(cause, now)
    if (!isNewer) await this.refresh().catch(ignore)
  }

  /** Fetches, or joins the fetch that is under way. A failure is recorded before it is thrown. */
  refresh(): Promise<void> {
    const joined = this.#flight
    if (joined) return joinFlight(joined, () => this.#refreshInstead(joined))
    this.#stop = new AbortController()
    if (this.#era.closedBy) this.#stop.abort(this.#era.closedBy)
    const flight = this.#load(++this.#started, this.#stop.signal).finally(() => {
      if (this.#flight === flight) this.#flight = undefined
    })
    this.#flight = flight
    return flight
  }

  /** In an edge worker the fetch of another request cannot be ended; what comes of it is void all the same. */
  #endFetch(reason?: unknown): void {
    try {
      this.#stop?.abort(reason)
    } catch {}
  }

  #refreshInstead(dead: Promise<void>): Promise<void> {
    if (this.#flight === dead) this.#flight = undefined
    return this.refresh()
  }

  /** Makes a set current. */
  accept(set: KeySet, arrival: Omit<KeysArrival, 'fetchedAt'> = {}): CachedKeys {
    this.#known = set.bySource
    this.#current = toCachedKeys(set, { ...arrival, fetchedAt: this.#options.monotonicNow() }, this.#options)
    return this.#current
  }

  /** Drops the keys, and what is under way: it may bring them back. Ends every cool-down. */
  invalidate(): void {
    this.#current = undefined
    this.#settled = this.#started
    this.#flight = undefined
    this.#restoring = Promise.resolve(false)
    this.#lookedAgainAt.clear()
    this.#source.forgetMetadata()
    this.failures.reset()
    this.#era = { ...this.#era }
    this.#endFetch()
  }

  /** Ends what is under way, and lets nothing begin. */
  async close(): Promise<void> {
    this.#era = { closedBy: new KeysUnavailableError('the cache was closed') }
    this.#endFetch(this.#era.closedBy)
    await Promise.allSettled([this.#flight, this.#restoring, this.#storing])
  }

  toUnavailable(reason: KeysUnavailableReason): KeysUnavailableError {
    const { lastError: cause, remainingSeconds } = this.failures
    const untilExpiry = reason === 'withdrawn' && this.#current ? (this.#current.expiresAt - this.#options.monotonicNow()) / 1000 : 0
    const retryAfterSeconds = Math.max(remainingSeconds, untilExpiry)
    return new KeysUnavailableError(`the issuer's keys are ${reason}`, { reason, retryAfterSeconds, cause, statusCode: cause?.statusCode })
  }

  #nextLookAt(cause: LookAgainCause): number {
    return (this.#lookedAgainAt.get(cause) ?? -Infinity) + this.#options.cooldownSeconds * 1000
  }

  #restoreOnce(): Promise<boolean> {
    this.#restoring ??= this.#restore(this.#era)
    return this.#restoring
  }

  /** Whether what was stored is now current. */
  async #restore(era: object): Promise<boolean> {
    const stored = await readStoredKeys(this.#options)
    if (!stored || this.#current || this.#era !== era) return false
    this.#current = stored
    this.#known = stored.set.bySource
    return true
  }

  async #load(turn: number, signal: AbortSignal): Promise<void> {
    const { source, onEvent, monotonicNow } = this.#options
    const held = this.#current
    const startedAt = monotonicNow()
    const tell = (outcome: FetchOutcome): void =>
      emitEvent(onEvent, { ...outcome, source: source.url, durationSeconds: (monotonicNow() - startedAt) / 1000 })
    try {
      const answer = await this.#source.fetchKeys({ validator: held?.validator, signal })
      if (turn > this.#settled) return tell(this.#take(turn, held, answer))
    } catch (cause) {
      if (turn > this.#settled) {
        const error = isAuthPlatformError(cause) ? cause : new NetworkError(undefined, { cause })
        this.failures.record(error)
        tell({ type: 'jwks_refresh_failed', error, retryAfterSeconds: this.failures.remainingSeconds })
        throw error
      }
    }
    // Void, for the keys were dropped meanwhile. Whoever waits gets those that come instead.
    return this.#current ? undefined : this.refresh()
  }

  #take(turn: number, held: CachedKeys | undefined, answer: KeysAnswer): FetchOutcome {
    const isUnchanged = answer.kind === 'unchanged'
    // Only what is held has a validator that the server can confirm.
    const set = isUnchanged
      ? (held as CachedKeys).set
      : createKeySet(parseJWKS(answer.jwks, { maxKeys: this.#options.maxKeys, known: this.#known }))
    this.#settled = turn
    this.failures.reset()
    this.#storing = writeStoredKeys(this.#options, this.accept(set, answer))
    const type = set.keys.length > 0 ? 'jwks_refreshed' : 'jwks_withdrawn'
    return { type, keyCount: set.keys.length, isUnchanged }
  }
}
