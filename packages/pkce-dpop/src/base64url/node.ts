import { Buffer } from 'node:buffer'

/** Base64url without padding (RFC 7515 §2). */
export function encodeBase64url(bytes: Uint8Array | ArrayBuffer): string {
  const view = bytes instanceof Uint8Array ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Buffer.from(bytes)
  return view.toString('base64url')
}

/** The bytes, or `undefined` for all but the one canonical spelling: no padding, no whitespace, no stray bits. */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = Buffer.from(text, 'base64url')
  // A copy, for Node's own shares its memory with others, and ports are handed these bytes.
  return bytes.toString('base64url') === text ? new Uint8Array(bytes) : undefined
}
