import { checkInteger, checkObject, checkSeconds } from '@auth/core-errors/options'
import type { Clock } from '../check-time.ts'
import type { IntrospectionResult } from './introspection-result.ts'

/** How long what an issuer said of a token is taken as its word. */
export interface IntrospectionCacheOptions {
  /** How many tokens that are active are remembered, and as many that are not. @default 10000 */
  readonly maxEntries?: number | undefined
  /** How long a token counts as active without another question, in seconds, at most until its `exp`. @default 60 */
  readonly maxAgeSeconds?: number | undefined
  /** How long a token counts as not active without another question, in seconds. @default 5 */
  readonly negativeMaxAgeSeconds?: number | undefined
}

/** The clocks of a cache: the wall clock for `exp`, one that never jumps for ages. Both in milliseconds. */
export interface CacheClocks extends Pick<Clock, 'now'> {
  readonly monotonicNow: () => number
}

interface Entry {
  readonly result: IntrospectionResult
  readonly forgottenAt: number
}

/** What was said of tokens, by their hash. A flood of bad tokens never makes good ones forgotten: each kind has its own room. */
export class IntrospectionCache {
  readonly #active = new Map<string, Entry>()
  readonly #inactive = new Map<string, Entry>()
  readonly #maxEntries: number
  readonly #maxAgeSeconds: number
  readonly #negativeMaxAgeSeconds: number
  readonly #clocks: CacheClocks

  /** @throws {InvalidConfigError} VAL_2002, naming the option */
  constructor(options: IntrospectionCacheOptions, clocks: CacheClocks) {
    const { maxEntries = 10_000, maxAgeSeconds = 60, negativeMaxAgeSeconds = 5 } = checkObject(options, 'introspectionCache')
    this.#maxEntries = checkInteger(maxEntries, 'introspectionCache.maxEntries', 1)
    this.#maxAgeSeconds = checkSeconds(maxAgeSeconds, 'introspectionCache.maxAgeSeconds')
    this.#negativeMaxAgeSeconds = checkSeconds(negativeMaxAgeSeconds, 'introspectionCache.negativeMaxAgeSeconds')
    this.#clocks = clocks
  }

  get(hash: string): IntrospectionResult | undefined {
    const entry = this.#active.get(hash) ?? this.#inactive.get(hash)
    if (entry === undefined) return undefined
    if (this.#clocks.monotonicNow() < entry.forgottenAt) return entry.result
    this.delete(hash)
    return undefined
  }

  set(hash: string, result: IntrospectionResult): void {
    this.delete(hash)
    const seconds = result.active ? Math.min(this.#maxAgeSeconds, this.#secondsLeft(result)) : this.#negativeMaxAgeSeconds
    if (!(seconds > 0)) return
    const entries = result.active ? this.#active : this.#inactive
    entries.set(hash, { result, forgottenAt: this.#clocks.monotonicNow() + seconds * 1000 })
    if (entries.size > this.#maxEntries) entries.delete(entries.keys().next().value!)
  }

  delete(hash: string): void {
    this.#active.delete(hash)
    this.#inactive.delete(hash)
  }

  /** NaN for an `exp` that is no number, so that nothing is remembered. */
  #secondsLeft({ exp }: IntrospectionResult): number {
    return exp === undefined ? Number.POSITIVE_INFINITY : typeof exp === 'number' ? exp - this.#clocks.now() / 1000 : Number.NaN
  }
}
