import { randomText } from '../random-text.ts'

/**
 * A `nonce` for one OpenID Connect request: 43 random characters, 258 bits (FAPI 2.0 allows at most 64).
 * @see OpenID Connect Core 1.0 §15.5.2
 */
export function generateNonce(): string {
  return randomText(43)
}
