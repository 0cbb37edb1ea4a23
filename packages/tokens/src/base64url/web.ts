/** Bytes as base64url. */
export function encodeBase64url(bytes: Uint8Array): string {
  return fromBinary(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

function fromBinary(binary: string): string {
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** The bytes of canonical base64url (RFC 7515 §2: no padding, no other character, no stray bits), else undefined. */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return fromBinary(binary) === text ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : undefined
  } catch {
    return undefined
  }
}
