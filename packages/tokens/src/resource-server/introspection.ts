import { ServiceUnavailableError } from '@auth/core-errors'
import { checkObject, checkOption } from '@auth/core-errors/options'
import { sha256 } from '#sha256'
import { IntrospectionCache, type CacheClocks, type IntrospectionCacheOptions } from './introspection-cache.ts'
import { type IntrospectionResult, parseIntrospectionResult, type TokenIntrospector } from './introspection-result.ts'

/** A question under way, and when it was asked by the monotonic clock. */
interface Flight {
  readonly answer: Promise<IntrospectionResult>
  readonly askedAt: number
}

/** How long a question is joined, in seconds: in edge workers one that ends with its request is never answered. */
const joinedForSeconds = 30

/**
 * Asks the issuer about tokens, each one once at a time and not again for a while. Tokens are kept as hashes alone, and
 * failures not at all.
 */
export class Introspection {
  readonly #introspector: TokenIntrospector
  readonly #cache: IntrospectionCache | undefined
  readonly #flights = new Map<string, Flight>()
  readonly #monotonicNow: () => number

  /** @throws {InvalidConfigError} VAL_2002, naming the option */
  constructor(introspector: TokenIntrospector, cache: IntrospectionCacheOptions | false, clocks: CacheClocks) {
    const asks = typeof checkObject(introspector, 'introspection').introspect === 'function'
    checkOption(asks, undefined, 'introspection.introspect', 'a function')
    this.#introspector = introspector
    this.#monotonicNow = clocks.monotonicNow
    this.#cache = cache === false ? undefined : new IntrospectionCache(cache, clocks)
  }

  /** @throws {ServiceUnavailableError} SRV_5002, when the issuer cannot be asked or what it answers makes no sense */
  async introspect(token: string): Promise<IntrospectionResult> {
    const hash = await sha256(token)
    return this.#cache?.get(hash) ?? this.#findFlight(hash)?.answer ?? this.#ask(token, hash)
  }

  /** Forgets what was said of a token: the next request with it asks anew, and a question under way is not remembered. */
  async invalidate(token: string): Promise<void> {
    const hash = await sha256(token)
    this.#cache?.delete(hash)
    this.#flights.delete(hash)
  }

  #findFlight(hash: string): Flight | undefined {
    const deadline = this.#monotonicNow() - joinedForSeconds * 1000
    // The oldest come first.
    for (const [other, { askedAt }] of this.#flights) {
      if (askedAt > deadline) break
      this.#flights.delete(other)
    }
    return this.#flights.get(hash)
  }

  async #ask(token: string, hash: string): Promise<IntrospectionResult> {
    const flight: Flight = { answer: this.#fetch(token), askedAt: this.#monotonicNow() }
    this.#flights.set(hash, flight)
    try {
      const result = await flight.answer
      if (this.#flights.get(hash) === flight) this.#cache?.set(hash, result)
      return result
    } finally {
      if (this.#flights.get(hash) === flight) this.#flights.delete(hash)
    }
  }

  async #fetch(token: string): Promise<IntrospectionResult> {
    try {
      return parseIntrospectionResult(await this.#introspector.introspect(token))
    } catch (cause) {
      throw new ServiceUnavailableError('the issuer cannot be asked about the token now', {
        cause,
        retryAfterSeconds: Number((Object(cause) as { readonly retryAfterSeconds?: unknown }).retryAfterSeconds) || undefined,
      })
    }
  }
}
