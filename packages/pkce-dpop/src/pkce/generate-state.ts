import { randomText } from '../random-text.ts'

/**
 * A `state` for one authorization request: 43 random characters, 258 bits.
 * @see RFC 6749 §10.12
 */
export function generateState(): string {
  return randomText(43)
}
