import type { JWK } from '@auth/jwks'
import { checkObject, checkOption, checkStringList } from '@auth/core-errors/options'
import type { CryptoKey, JWEContentEncryptionAlgorithm, JWEKeyManagementAlgorithm, KeyInput } from 'jose'
import { decodePart } from './decode-part.ts'
import { invalidToken, quote } from './invalid-token.ts'

/** A private or shared key. */
export type DecryptionKey = CryptoKey | JWK | Uint8Array

/** What an encrypted token says of itself; anybody may have written it. */
export type EncryptionHeader = Readonly<Record<string, unknown>>

/** How to decrypt nested tokens: JWE around a signed JWT (RFC 7519 §5.2). */
export interface DecryptionOptions {
  /** The key, or which key for this header. What the function throws passes through. */
  readonly key: DecryptionKey | ((header: EncryptionHeader) => DecryptionKey | Promise<DecryptionKey>)
  /** The `alg` values that are taken; PBES2 never is. */
  readonly keyManagementAlgorithms: readonly string[]
  /** The `enc` values that are taken. @default A128GCM, A192GCM, A256GCM, A128CBC-HS256, A192CBC-HS384, A256CBC-HS512 */
  readonly contentEncryptionAlgorithms?: readonly string[] | undefined
}

const keyManagement: readonly string[] = [
  'RSA-OAEP',
  'RSA-OAEP-256',
  'RSA-OAEP-384',
  'RSA-OAEP-512',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
  'A128KW',
  'A192KW',
  'A256KW',
  'A128GCMKW',
  'A192GCMKW',
  'A256GCMKW',
  'dir',
]
const contentEncryption: readonly string[] = ['A128GCM', 'A192GCM', 'A256GCM', 'A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512']

function checkAlgorithms(names: readonly string[], option: string, supported: readonly string[]): readonly string[] {
  const allowed = checkStringList(names, option)
  return checkOption(
    allowed.every((name) => supported.includes(name)),
    allowed,
    option,
    `some of ${supported.join(', ')}`,
  )
}

/** {@link DecryptionOptions} with every member. */
export type RequiredDecryptionOptions = { readonly [Name in keyof DecryptionOptions]-?: NonNullable<DecryptionOptions[Name]> }

/** The options with their defaults. @throws {InvalidConfigError} VAL_2002 */
export function parseDecryptionOptions(options: DecryptionOptions): RequiredDecryptionOptions {
  const { key, keyManagementAlgorithms, contentEncryptionAlgorithms = contentEncryption } = checkObject(options, 'decryption')
  const isKey = (typeof key === 'object' && key !== null) || typeof key === 'function'
  return {
    key: checkOption(isKey, key, 'decryption.key', 'a CryptoKey, a JWK, bytes, or a function that answers one'),
    keyManagementAlgorithms: checkAlgorithms(keyManagementAlgorithms, 'decryption.keyManagementAlgorithms', keyManagement),
    contentEncryptionAlgorithms: checkAlgorithms(contentEncryptionAlgorithms, 'decryption.contentEncryptionAlgorithms', contentEncryption),
  }
}

/** Refused before any work: what may inflate, iterate, or is not understood (RFC 8725 §3.3, RFC 7516 §4). */
function checkHeader(header: EncryptionHeader, { keyManagementAlgorithms, contentEncryptionAlgorithms }: RequiredDecryptionOptions): void {
  const { alg, enc, cty } = header
  if (['crit', 'zip', 'p2c', 'p2s', 'b64'].some((name) => Object.hasOwn(header, name))) {
    throw invalidToken('encryption', 'encrypted token asks for compression, key stretching or an extension')
  }
  if (!keyManagementAlgorithms.includes(alg as string) || !contentEncryptionAlgorithms.includes(enc as string)) {
    throw invalidToken('encryption', `encryption by ${quote(alg)} with ${quote(enc)} is not allowed`)
  }
  if (typeof cty !== 'string' || !/^(application\/)?jwt$/i.test(cty)) {
    throw invalidToken('encryption', 'encrypted token does not say that it holds a JWT')
  }
}

/** Whether the text has a JWE's five parts. */
export function isEncrypted(token: string): boolean {
  return token.split('.', 6).length === 5
}

/**
 * The token inside an encrypted one. Nothing of it was verified yet: encryption to a public key says nothing of who wrote it.
 * @throws {TokenInvalidError} AUTH_1002, with `details.check` `format` or `encryption`
 */
export async function decryptToken(token: string, options: RequiredDecryptionOptions): Promise<string> {
  const { object: header } = decodePart(token.slice(0, token.indexOf('.')), 'header')
  checkHeader(header, options)
  const key = typeof options.key === 'function' ? await options.key(header) : options.key
  const { compactDecrypt } = await import('jose')
  const { plaintext } = await compactDecrypt(token, key as KeyInput, {
    keyManagementAlgorithms: [header['alg'] as JWEKeyManagementAlgorithm],
    contentEncryptionAlgorithms: [header['enc'] as JWEContentEncryptionAlgorithm],
    maxDecompressedLength: 0,
  }).catch(() => {
    throw invalidToken('encryption', 'encrypted token cannot be decrypted with this key')
  })
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(plaintext)
}
