import type { SigningKey } from './signing-key.ts'

/** A token's header, decoded and not yet believed. */
export interface TokenHeader {
  readonly alg: string
  readonly kid?: string | undefined
  readonly [member: string]: unknown
}

/**
 * Where a token's verifier gets keys from: a {@link JWKSCache}, a {@link LocalJWKS}, or one's own. The two optional
 * members are what makes it fast, and what finds a key that took over a used `kid`.
 */
export interface KeyResolver {
  /**
   * The one key that this header means; it may be fetched.
   * @throws {TokenInvalidError} AUTH_1002, `details.check` 'kid' (or 'alg'): no key, or more than one, is meant
   * @throws {KeysUnavailableError} SRV_5004: the keys cannot be had, so that the token cannot be judged
   */
  getSigningKey(header: TokenHeader): Promise<SigningKey>
  /**
   * The same from memory alone, at once; starts a refresh in the background when one is due. `undefined` when
   * `getSigningKey` has to be asked.
   * @throws {KeysUnavailableError} SRV_5004: `getSigningKey` would say so too, without asking the network
   */
  getCachedSigningKey?(header: TokenHeader): SigningKey | undefined
  /**
   * To be asked once after a signature did not hold with `failed`: the key that by now is published instead of it under
   * the same header, or `undefined` when there is none. Fetches at most once in a cool-down, and never throws for an outage.
   */
  getReplacementKey?(header: TokenHeader, failed: SigningKey): Promise<SigningKey | undefined>
}
