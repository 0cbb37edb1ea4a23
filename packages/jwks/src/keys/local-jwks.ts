import { InvalidConfigError, ProtocolError } from '@auth/core-errors'
import { checkObject } from '@auth/core-errors/options'
import type { JWKS } from './jwk.ts'
import type { KeyResolver, TokenHeader } from './key-resolver.ts'
import { createKeySet, type KeySet } from './key-set.ts'
import { parseJWKS } from './parse-jwks.ts'
import { checkTokenHeader, selectKey, toKeyError } from './select-key.ts'
import type { SigningKey } from './signing-key.ts'

/** A key set as an argument of the program. @throws {InvalidConfigError} VAL_2002: not a set, or none of its keys can be used */
export function checkJWKS(jwks: JWKS, known?: ReadonlyMap<string, SigningKey>): KeySet {
  try {
    const keys = parseJWKS(jwks, { known })
    if (keys.size === 0) throw new ProtocolError('none of the keys verifies signatures')
    return createKeySet(keys)
  } catch (cause) {
    throw new InvalidConfigError('option "jwks" must be a set of public keys of which at least one verifies signatures', {
      details: { option: 'jwks' },
      cause,
    })
  }
}

/** Keys that the program has been given and that never change; for keys that an issuer publishes use {@link JWKSCache}. */
export class LocalJWKS implements KeyResolver {
  readonly #set: KeySet

  /** @throws {InvalidConfigError} VAL_2002, option `jwks`: no set of public keys, or none of them can be used */
  constructor(jwks: JWKS) {
    this.#set = checkJWKS(jwks)
  }

  /** @throws {TokenInvalidError} AUTH_1002, `details.check` 'kid' or 'alg': no key, or more than one, is meant */
  async getSigningKey(header: TokenHeader): Promise<SigningKey> {
    const key = selectKey(this.#set, checkTokenHeader(header))
    if (!key) throw toKeyError(header)
    return key
  }

  /** The same at once; `undefined` when no key, or more than one, is meant. @throws {InvalidConfigError} VAL_2002: not an object */
  getCachedSigningKey(header: TokenHeader): SigningKey | undefined {
    return selectKey(this.#set, checkObject(header, 'header'))
  }
}
