import { decodeBase64url } from '#base64url'
import { checkEach } from './check-each.ts'

/** What a part says, as an object; any other JSON value has none of the members that are looked for. */
export type Members = Readonly<Record<string, unknown>>

/** A token's parts, unverified. */
export interface DecodedParts {
  readonly header: Members
  readonly claims: Members
  readonly signature: Uint8Array<ArrayBuffer>
  readonly signingInput: string
}

function parseObject(part: string): Members | undefined {
  const bytes = decodeBase64url(part)
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return Object(JSON.parse(text, (_, member: unknown) => Object.freeze(member)))
  } catch {
    return undefined
  }
}

/** Three parts of canonical base64url within the size cap, the first two each JSON. @throws {TokenInvalidError} `format`, `size` */
export function decodeParts(token: string): DecodedParts {
  checkEach({ format: typeof token === 'string', size: !(token?.length > 16_384) })
  const parts = token.split('.')
  const [header, claims] = parts.map(parseObject)
  const signature = decodeBase64url(String(parts[2]))
  checkEach({ format: parts.length === 3 && header && claims && signature })
  return { header: header!, claims: claims!, signature: signature!, signingInput: token.slice(0, token.lastIndexOf('.')) }
}
