/** The bytes that canonical base64url text stands for (RFC 7515 §2): no padding, no other alphabet, no stray bits. `undefined` for anything else. */
export function decodeBase64Url(text: unknown): Uint8Array<ArrayBuffer> | undefined {
  try {
    if (typeof text !== 'string' || text === '') return undefined
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const canonical = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
    return canonical === text ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : undefined
  } catch {
    return undefined
  }
}
