import { TokenInvalidError } from '@auth/core-errors'
import { decodeBase64Url } from './base64url.ts'
import type { TokenHeader } from './key-resolver.ts'
import { checkTokenHeader } from './select-key.ts'

const maxHeaderCharacters = 16_384

function parseObject(bytes: Uint8Array<ArrayBuffer> | undefined): object | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * The header of a token in the compact form of RFC 7515 §7.1, of which nothing else is decoded or checked.
 * @throws {TokenInvalidError} AUTH_1002, `details.check` 'format', 'size', 'alg' or 'kid'
 */
export function parseTokenHeader(token: string): TokenHeader {
  const end = token.indexOf('.')
  if (end > maxHeaderCharacters) throw new TokenInvalidError('the header of the token is too long', { details: { check: 'size' } })
  const header = /^[\w-]+\.[\w-]*\.[\w-]*$/.test(token) ? parseObject(decodeBase64Url(token.slice(0, end))) : undefined
  if (!header) throw new TokenInvalidError('the token is not a signed token in the compact form', { details: { check: 'format' } })
  return checkTokenHeader(header as TokenHeader)
}
