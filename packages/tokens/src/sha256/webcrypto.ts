import { encodeBase64url } from '#base64url'
import type { Eventual } from '../chain.ts'

/** SHA-256 of the text's UTF-8, as base64url. */
export const sha256: (text: string) => Eventual<string> = async (text) =>
  encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))
