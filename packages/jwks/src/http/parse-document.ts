import { ProtocolError } from '@auth/core-errors'
import type { FetchedDocument } from './document-fetch.ts'

/**
 * The JSON value of a document that was found, frozen to the bottom. What the media type says does not matter: providers serve these
 * documents under many.
 * @param name what the document is, for the error
 * @throws {ProtocolError} SRV_5003: another status than 200 (it is in `statusCode` and `details.statusCode`), or not JSON
 */
export function parseDocument({ status, text }: FetchedDocument, name: string): unknown {
  if (status !== 200)
    throw new ProtocolError(`${name}: expected status 200, got ${status}`, { statusCode: status, details: { statusCode: status } })
  try {
    return JSON.parse(text, (_, member: unknown) => Object.freeze(member))
  } catch {
    // The parser's own error quotes the body.
    throw new ProtocolError(`${name}: the body is not JSON`)
  }
}
