/// <reference lib="esnext.disposable" preserve="true" />
import { checkObject, checkString } from '@auth/core-errors/options'
import type { JWKS } from '../keys/jwk.ts'
import type { KeyResolver, TokenHeader } from '../keys/key-resolver.ts'
import type { KeySet } from '../keys/key-set.ts'
import { checkJWKS } from '../keys/local-jwks.ts'
import { parseTokenHeader } from '../keys/parse-token-header.ts'
import { checkTokenHeader, selectKey, selectKeyById, toKeyError } from '../keys/select-key.ts'
import type { SigningKey } from '../keys/signing-key.ts'
import { checkJWKSCacheOptions, type JWKSCacheOptions } from './jwks-cache-options.ts'
import { type JWKSSnapshot, toSnapshot } from './jwks-snapshot.ts'
import { PublishedKeys } from './published-keys.ts'

/**
 * An issuer's published keys, fetched when they are needed and kept in memory. Refreshes are started by use, never by a
 * timer: a cache that nobody uses does nothing. One instance serves any number of callers at once. It finds the key by
 * which a token can be checked; it does not check tokens.
 */
export class JWKSCache implements KeyResolver, AsyncDisposable {
  readonly #monotonicNow: () => number
  readonly #published: PublishedKeys

  /** @throws {InvalidConfigError} VAL_2002 naming the option */
  constructor(options: JWKSCacheOptions) {
    const checked = checkJWKSCacheOptions(options)
    this.#monotonicNow = checked.monotonicNow
    this.#published = new PublishedKeys(checked)
  }

  /**
   * The one key that a token's header means. Fetches when there are no keys in memory, when they are too old, and, at most
   * once in `cooldownSeconds`, when none of them is meant.
   * @param tokenOrHeader a token in the compact form, of which only the header is decoded, or a header
   * @throws {TokenInvalidError} AUTH_1002, `details.check` 'kid': no key, or more than one, is meant; 'alg', 'format' or 'size'
   * @throws {KeysUnavailableError} SRV_5004: the keys cannot be had, so that the token cannot be judged
   * @throws {InvalidConfigError} VAL_2002: neither a string nor an object
   */
  async getSigningKey(tokenOrHeader: string | TokenHeader): Promise<SigningKey> {
    return this.#find(selectKey, typeof tokenOrHeader === 'string' ? parseTokenHeader(tokenOrHeader) : checkTokenHeader(tokenOrHeader))
  }

  /**
   * The key that bears a kid, fetched like that of {@link getSigningKey}. Whether it fits a token's algorithm is not checked.
   * @throws {TokenInvalidError} AUTH_1002, `details.check` 'kid': no key, or more than one, bears it
   * @throws {KeysUnavailableError} SRV_5004: the keys cannot be had
   * @throws {InvalidConfigError} VAL_2002: not a string, or an empty one
   */
  async getKeyById(kid: string): Promise<SigningKey> {
    return this.#find(selectKeyById, { kid: checkString(kid, 'kid') })
  }

  /** All usable keys, fetched when needed. @throws {KeysUnavailableError} SRV_5004: the keys cannot be had */
  async getAllSigningKeys(): Promise<readonly SigningKey[]> {
    return (await this.#published.getReady()).keys
  }

  /**
   * The key that a header means, from memory and at once; starts a refresh in the background when one is due. `undefined`
   * when there is none: {@link getSigningKey} may find it.
   * @throws {KeysUnavailableError} SRV_5004: the keys are withdrawn, or too old, and the issuer is not to be asked again yet
   * @throws {InvalidConfigError} VAL_2002: not an object
   */
  getCachedSigningKey(header: TokenHeader): SigningKey | undefined {
    checkObject(header, 'header')
    const verdict = this.#published.peek()
    if (verdict.kind === 'refuse') throw this.#published.toUnavailable(verdict.reason)
    return verdict.kind === 'use' ? selectKey(verdict.keys.set, header) : undefined
  }

  /**
   * To be asked once after a signature did not hold with `failed`: the key that by now is published under the same header
   * instead of it. Fetches at most once in `cooldownSeconds`, beside what unknown kids cause; in an outage there is no such key.
   * @throws {TokenInvalidError} AUTH_1002, `details.check` 'kid' or 'alg': no header to look for a key by
   */
  async getReplacementKey(header: TokenHeader, failed: SigningKey): Promise<SigningKey | undefined> {
    checkTokenHeader(header)
    const { started } = this.#published
    try {
      let key = selectKey(await this.#published.getReady(), header)
      if (key === failed) {
        await this.#published.lookAgain(started, 'broken_signature')
        key = selectKey(await this.#published.getReady(), header)
      }
      return key === failed ? undefined : key
    } catch {
      return undefined
    }
  }

  /** The key that bears a kid, from memory and at once; `undefined` when there is none that may serve now. */
  getKey(kid: string): SigningKey | undefined {
    checkString(kid, 'kid')
    const verdict = this.#published.peek()
    return verdict.kind === 'use' ? selectKeyById(verdict.keys.set, { kid }) : undefined
  }

  /** All usable keys, from memory and at once; none when none may serve now. */
  getSigningKeys(): readonly SigningKey[] {
    const verdict = this.#published.peek()
    return verdict.kind === 'use' ? verdict.keys.set.keys : []
  }

  /** Whether there are keys in memory that may serve, be it only while the issuer cannot be reached. */
  get isCached(): boolean {
    return ['fresh', 'stale'].includes(this.snapshot().state)
  }

  /** Whether the next use starts a refresh. */
  shouldRefresh(): boolean {
    return this.timeUntilRefresh() === 0
  }

  /** Whether the keys are beyond their time, or there are none. */
  isExpired(): boolean {
    return this.timeUntilExpiry() === 0
  }

  /** Until a use starts a refresh in the background, in seconds; 0 when it does so now. */
  timeUntilRefresh(): number {
    return this.#secondsUntil(this.#published.current?.refreshAt)
  }

  /** Until the keys are beyond their time, in seconds; 0 when they are, or there are none. */
  timeUntilExpiry(): number {
    return this.#secondsUntil(this.#published.current?.expiresAt)
  }

  /** How the cache is, for a health check. */
  snapshot(): JWKSSnapshot {
    return toSnapshot(this.#published.current, this.#published.failures, this.#monotonicNow())
  }

  /** Makes these the current keys, fresh from now on, without asking the issuer. @throws {InvalidConfigError} VAL_2002: as `LocalJWKS` */
  preload(jwks: JWKS): void {
    this.#published.accept(checkJWKS(jwks, this.#published.known))
  }

  /**
   * Fetches now, or joins the fetch that is under way, whatever cool-down there is. On failure the keys in memory stay.
   * @throws {KeysUnavailableError} SRV_5004, `reason` 'unreachable'
   */
  async refresh(): Promise<void> {
    try {
      await this.#published.refresh()
    } catch {
      throw this.#published.toUnavailable('unreachable')
    }
  }

  /** Drops the keys, for one of them is known to be compromised, and ends every cool-down. The next use fetches. */
  invalidate(): void {
    this.#published.invalidate()
  }

  /** Ends the fetch that is under way and waits for the storage. Keys in memory serve on; no new ones come. */
  close(): Promise<void> {
    return this.#published.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #find<Query extends Partial<TokenHeader>>(
    select: (set: KeySet, query: Query) => SigningKey | undefined,
    query: Query,
  ): Promise<SigningKey> {
    const { started } = this.#published
    let key = select(await this.#published.getReady(), query)
    if (!key) {
      await this.#published.lookAgain(started, 'unknown_key')
      key = select(await this.#published.getReady(), query)
    }
    if (key) return key
    // It may be published by now, where nobody can look: an outage is never a bad token.
    throw this.#published.failures.count > 0 ? this.#published.toUnavailable('unreachable') : toKeyError(query)
  }

  #secondsUntil(time: number | undefined): number {
    return time === undefined ? 0 : Math.max(0, (time - this.#monotonicNow()) / 1000)
  }
}
