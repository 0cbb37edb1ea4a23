import type { TokenHeader } from '@auth/jwks'
import { checkInteger, checkObject } from '@auth/core-errors/options'
import { decodeBase64url } from '#base64url'
import { decodeHeader } from './decode-header.ts'
import { decodePart } from './decode-part.ts'
import { invalidToken } from './invalid-token.ts'

/** What a token says before anything of it was verified: anybody may have written it. */
export interface UnverifiedToken {
  readonly header: TokenHeader
  readonly payload: Readonly<Record<string, unknown>>
  /** The signature's bytes, not verified. */
  readonly signature: Uint8Array<ArrayBuffer>
  /** What the signature is over: header and payload as they came. */
  readonly signingInput: string
}

/** What {@link decodeToken} takes beside the token. */
export interface DecodeTokenOptions {
  /** The longest token that is looked at, in bytes. @default 16384 */
  readonly maxTokenBytes?: number | undefined
}

/** The longest token that is looked at unless an option says otherwise, in bytes. */
export const defaultMaxTokenBytes = 16_384

/** A string within the size cap. A legal token is ASCII, so that its length is its size. */
export function checkTokenText(token: unknown, maxTokenBytes: number): asserts token is string {
  if (typeof token !== 'string') throw invalidToken('format', `token must be a string, got ${token === null ? 'null' : typeof token}`)
  if (token.length > maxTokenBytes) throw invalidToken('size', `token is longer than ${maxTokenBytes} bytes`, { maxTokenBytes })
}

/** Decodes text that {@link checkTokenText} let pass. */
export function decodeTokenText(token: string): UnverifiedToken {
  const parts = token.split('.', 6)
  if (parts.length === 5) throw invalidToken('encryption', 'token has five parts: it is encrypted (JWE) and must be decrypted first')
  if (parts.length !== 3) throw invalidToken('format', 'token must have three parts separated by dots')
  const [headerPart, payloadPart, signaturePart] = parts as [string, string, string]
  const header = decodeHeader(headerPart)
  const { object: payload } = decodePart(payloadPart, 'payload')
  const signature = decodeBase64url(signaturePart)
  if (signature === undefined) throw invalidToken('format', 'token signature is not canonical base64url')
  return { header, payload, signature, signingInput: token.slice(0, -1 - signaturePart.length) }
}

/**
 * What a token says, without verifying anything of it: no signature, no claim, no time. Strict in form alone: a size
 * cap, three parts of canonical base64url, and header and payload each one JSON object in UTF-8 without duplicate members.
 * @throws {TokenInvalidError} AUTH_1002, with `details.check` `format`, `size`, `alg`, `kid`, `typ`, `crit` or `encryption`
 * @see RFC 7519 §7.2, RFC 7515 §5.2
 */
export function decodeToken(token: string, options: DecodeTokenOptions = {}): UnverifiedToken {
  const { maxTokenBytes = defaultMaxTokenBytes } = checkObject(options, 'options')
  checkTokenText(token, checkInteger(maxTokenBytes, 'maxTokenBytes', 1))
  return decodeTokenText(token)
}
