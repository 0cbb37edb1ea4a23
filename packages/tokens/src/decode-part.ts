import { decodeBase64url } from '#base64url'
import { invalidToken } from './invalid-token.ts'
import { parseJsonObject } from './parse-json-object.ts'

/** A part of a token, decoded. */
export interface DecodedPart {
  readonly bytes: Uint8Array
  /** What the bytes say, deeply frozen. */
  readonly object: Readonly<Record<string, unknown>>
}

/**
 * One part of a token: canonical base64url of one JSON object.
 * @throws {TokenInvalidError} AUTH_1002, with `details.check` `format`
 */
export function decodePart(part: string, name: 'header' | 'payload'): DecodedPart {
  const bytes = decodeBase64url(part)
  if (bytes === undefined) throw invalidToken('format', `token ${name} is not canonical base64url`)
  const object = parseJsonObject(bytes)
  if (object === undefined) throw invalidToken('format', `token ${name} is not one JSON object in UTF-8 without duplicate members`)
  return { bytes, object }
}
