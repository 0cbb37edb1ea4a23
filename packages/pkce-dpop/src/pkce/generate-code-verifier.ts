import { checkInteger } from '@auth/core-errors/options'
import { randomText } from '../random-text.ts'

/**
 * A random code verifier of unreserved characters, six bits of entropy each.
 * @param length from 43 to 128. @default 64
 * @throws {InvalidConfigError} VAL_2002 for another length
 * @see RFC 7636 §4.1
 */
export function generateCodeVerifier(length: number = 64): string {
  return randomText(checkInteger(length, 'length', 43, 128))
}
