import { checkOption } from '@auth/core-errors/options'

/** In browsers nothing is decrypted: what a page can decrypt, any script in it can. @throws {InvalidConfigError} VAL_2002 */
export function parseDecryptionOptions(options: unknown): never {
  return checkOption(false, options, 'decryption', 'left out in browsers') as never
}

/** An encrypted token is refused like any that is not of three parts. */
export function isEncrypted(): false {
  return false
}

/** Never called. */
export function decryptToken(token: string): string {
  return token
}
