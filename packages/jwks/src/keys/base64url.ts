/** The bytes that canonical base64url text stands for (RFC 7515 §2): no padding, no other alphabet, no stray bits. `undefined` for anything else. */
export function decodeBase64Url(text: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof text !== 'string' || !/^[\w-]+$/.test(text)) return undefined
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/')
  // One character beyond whole bytes encodes nothing.
  if (base64.length % 4 === 1) return undefined
  const binary = atob(base64)
  if (btoa(binary).replace(/=+$/, '') !== base64) return undefined
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
