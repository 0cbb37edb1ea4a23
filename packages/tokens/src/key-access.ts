import { KeysUnavailableError } from '@auth/core-errors'
import type { KeyResolver, SigningKey, TokenHeader } from '@auth/jwks'
import type { Eventual } from './chain.ts'

/** How a validation gets at an issuer's keys: it may wait for them, or it may not. */
export interface KeyAccess {
  /** The key that the header means. */
  readonly getKey: (keys: KeyResolver, header: TokenHeader) => Eventual<SigningKey>
  /** The key that took the place of one with which a signature did not hold. */
  readonly getReplacementKey: (keys: KeyResolver, header: TokenHeader, failed: SigningKey) => Eventual<SigningKey | undefined>
}

/** From memory when it is there, else wherever it is. */
export const waitForKeys: KeyAccess = {
  // A resolver of somebody else's may answer with a promise that is not this realm's own.
  getKey: (keys, header) => keys.getCachedSigningKey?.(header) ?? Promise.resolve(keys.getSigningKey(header)),
  getReplacementKey: (keys, header, failed) => Promise.resolve(keys.getReplacementKey?.(header, failed)),
}

/** From memory alone. */
export const keysInMemory: KeyAccess = {
  getKey(keys, header) {
    const key = keys.getCachedSigningKey?.(header)
    if (key !== undefined) return key
    throw new KeysUnavailableError('the key of this token is not in memory: warm the keys up, or validate asynchronously', {
      reason: 'not_cached',
    })
  },
  getReplacementKey: () => undefined,
}
