import type { JWK } from './jwk.ts'

/**
 * A published key that passed every check and may verify signatures. Frozen; while the published JWK stays the same it
 * is the same object across refreshes, so that what is made from it can be kept in a `WeakMap`.
 */
export interface SigningKey {
  readonly jwk: JWK
  readonly kid: string | undefined
  /** The only algorithm that it serves; `undefined` when it serves every one of its type. */
  readonly alg: string | undefined
}
