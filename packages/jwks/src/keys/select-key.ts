import { TokenInvalidError } from '@auth/core-errors'
import { checkObject } from '@auth/core-errors/options'
import type { KeySet } from './key-set.ts'
import type { TokenHeader } from './key-resolver.ts'
import { signatureAlgorithms } from './signature-algorithms.ts'
import type { SigningKey } from './signing-key.ts'

/**
 * The one key that is meant: it bears the `kid` and serves the algorithm; without a `kid`, the only one that serves the
 * algorithm. `undefined` when there is none, or more than one (RFC 7515 §4.1.4, OpenID Connect Core §10.1).
 */
export function selectKey({ byAlgorithm }: KeySet, { alg, kid }: TokenHeader): SigningKey | undefined {
  return byAlgorithm.get(alg)?.get(kid) ?? undefined
}

/** The one key that bears the `kid`, whatever it serves. */
export function selectKeyById({ byKid }: KeySet, { kid }: { readonly kid: string }): SigningKey | undefined {
  return byKid.get(kid) ?? undefined
}

/** What comes from a token is told no longer than this. */
function toShort(value: unknown): unknown {
  return typeof value === 'string' ? value.slice(0, 200) : undefined
}

/** The refusal of a token for which no key was selected in a set that is up to date. */
export function toKeyError({ kid, alg }: Partial<TokenHeader>, check: 'kid' | 'alg' = 'kid'): TokenInvalidError {
  const message = check === 'alg' ? 'no supported signature algorithm' : 'the issuer publishes no key, or more than one, for this token'
  return new TokenInvalidError(message, { details: { check, kid: toShort(kid), alg: toShort(alg) } })
}

/**
 * The header, if a key can be looked for by it.
 * @throws {TokenInvalidError} AUTH_1002, `details.check` 'alg': none of {@link signatureAlgorithms}; 'kid': not a string
 * @throws {InvalidConfigError} VAL_2002: not an object
 */
export function checkTokenHeader(header: TokenHeader): TokenHeader {
  const { alg, kid } = checkObject(header, 'header')
  if (typeof alg !== 'string' || !signatureAlgorithms[alg]) throw toKeyError(header, 'alg')
  if (kid !== undefined && typeof kid !== 'string') throw toKeyError(header)
  return header
}
