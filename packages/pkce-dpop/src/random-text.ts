import { encodeBase64url } from '#base64url'

/** So many random characters of the base64url alphabet, six bits each: 64 divides 256, so every one is as likely. */
export function randomText(length: number): string {
  return encodeBase64url(crypto.getRandomValues(new Uint8Array(length))).slice(0, length)
}
