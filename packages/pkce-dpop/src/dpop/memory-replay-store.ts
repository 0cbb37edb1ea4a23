import { ServiceUnavailableError } from '@auth/core-errors'
import { checkFunction, checkInteger, checkObject, checkSeconds, checkString } from '@auth/core-errors/options'
import { sha256 } from '#sha256'
import { ExpiringIds } from './expiring-ids.ts'
import type { ReplayStore } from './replay-store.ts'

/** What {@link MemoryReplayStore} takes. */
export interface MemoryReplayStoreOptions {
  /** How many claims it holds at once. @default 1000000 */
  readonly maxEntries?: number | undefined
  /** The wall clock, in milliseconds: the one by which the proofs' age is judged. @default Date.now */
  readonly now?: (() => number) | undefined
  /** A clock that never jumps, in milliseconds: it tells when the other one does. @default performance.now, or `now` where that is given */
  readonly monotonicNow?: (() => number) | undefined
}

/**
 * The replay store of one process, in its memory: 60 MB for a million claims. A second process, or a restarted one, knows
 * nothing of it. When full it refuses, until the oldest claims have run out: a live one never makes room.
 */
export class MemoryReplayStore implements ReplayStore {
  readonly #maxEntries: number
  readonly #now: () => number
  readonly #monotonicNow: () => number
  readonly #claims = new ExpiringIds()
  /** The longest time that a claim was made for, in seconds. */
  #longestSeconds = 0
  /** By how much the wall clock was ahead of the other at the last claim, and until when by that other nothing is dropped; in milliseconds. */
  #lead: number
  #heldUntil = -Infinity
  /** Claims up to this second, in seconds since the epoch, have been dropped. */
  #sweptSecond: number

  constructor(options: MemoryReplayStoreOptions = {}) {
    const {
      maxEntries = 1_000_000,
      now = Date.now,
      monotonicNow = options.now ?? (() => performance.now()),
    } = checkObject(options, 'options')
    this.#maxEntries = checkInteger(maxEntries, 'maxEntries', 1, 16_000_000)
    this.#now = checkFunction(now, 'now')
    this.#monotonicNow = checkFunction(monotonicNow, 'monotonicNow')
    this.#lead = now() - monotonicNow()
    this.#sweptSecond = Math.floor(now() / 1000)
  }

  /** How many claims it holds; those that have run out since the last `claim` are counted. */
  get size(): number {
    return this.#claims.size
  }

  /**
   * Whether `id` was not claimed before, or its time has run out.
   * @throws {ServiceUnavailableError} SRV_5002 when the store is full
   * @throws {InvalidConfigError} VAL_2002 for an argument of the wrong kind
   */
  async claim(id: string, ttlSeconds: number): Promise<boolean> {
    checkSeconds(ttlSeconds, 'ttlSeconds')
    const hash = /^[\w-]{43}$/.test(checkString(id, 'id')) ? id : await sha256(id)
    const nowSeconds = this.#now() / 1000
    if (!this.#isHeld()) this.#sweep(Math.floor(nowSeconds))
    this.#longestSeconds = Math.max(this.#longestSeconds, ttlSeconds)
    if (this.#claims.has(hash)) return false
    if (this.#claims.size >= this.#maxEntries) throw this.#full(nowSeconds)
    // After the clock was set back, the second may be one that was swept already.
    this.#claims.add(hash, Math.max(Math.ceil(nowSeconds + ttlSeconds), this.#sweptSecond + 1))
    return true
  }

  /**
   * Whether the wall clock has jumped ahead not long ago. It may jump back, and proofs that were used are good again then:
   * nothing is dropped before it would have been without the jump.
   */
  #isHeld(): boolean {
    const elapsed = this.#monotonicNow()
    const lead = this.#now() - elapsed
    if (lead - this.#lead > 1000) this.#heldUntil = elapsed + this.#longestSeconds * 1000
    this.#lead = lead
    return elapsed < this.#heldUntil
  }

  /** Looks at each second that passed, or at each that has claims where those are fewer: every claim is dropped once. */
  #sweep(second: number): void {
    if (second <= this.#sweptSecond) return
    const { seconds } = this.#claims
    if (second - this.#sweptSecond > seconds.size) {
      for (const due of seconds.keys()) if (due <= second) this.#claims.drop(due)
    } else {
      for (let due = this.#sweptSecond + 1; due <= second; due++) this.#claims.drop(due)
    }
    this.#sweptSecond = second
  }

  #full(nowSeconds: number): ServiceUnavailableError {
    let first = Number.POSITIVE_INFINITY
    for (const second of this.#claims.seconds.keys()) first = Math.min(first, second)
    const retryAfterSeconds = Math.ceil(first - nowSeconds)
    return new ServiceUnavailableError(`the replay store is full: it holds ${this.#maxEntries} claims`, { retryAfterSeconds })
  }
}
