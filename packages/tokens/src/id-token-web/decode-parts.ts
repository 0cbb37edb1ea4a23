import { decodeBase64url } from '#base64url'
import { checkEach } from './check-each.ts'

/** A JSON object of which nothing is known yet. */
export type Members = Readonly<Record<string, unknown>>

/** A token's parts, unverified. */
export interface DecodedParts {
  readonly header: Members
  readonly claims: Members
  readonly signature: Uint8Array<ArrayBuffer> | undefined
  readonly signingInput: string
}

function parseObject(part: string | undefined): Members {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(decodeBase64url(part!)!)
    const value: unknown = JSON.parse(text, (_, member: unknown) => Object.freeze(member))
    return Array.isArray(value) ? {} : Object(value)
  } catch {
    return {}
  }
}

/** Three parts of canonical base64url within the size cap, the first two each a JSON object. @throws {TokenInvalidError} `format`, `size` */
export function decodeParts(token: string): DecodedParts {
  checkEach({ format: typeof token === 'string', size: token.length <= 16_384 })
  const parts = token.split('.')
  const [header, claims] = parts.map(parseObject) as [Members, Members?]
  const signature = decodeBase64url(String(parts[2]))
  checkEach({ format: parts.length === 3 && signature && Object.keys(header).length && Object.keys(claims!).length })
  return { header, claims: claims!, signature, signingInput: token.slice(0, token.lastIndexOf('.')) }
}
