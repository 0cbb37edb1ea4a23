import { encodeBase64url } from '#base64url'
import { encodeUtf8 } from '../encode-utf8.ts'

/** The SHA-256 of a text, in base64url: a code challenge, a thumbprint, an `ath`. */
export async function sha256(text: string): Promise<string> {
  return encodeBase64url(await crypto.subtle.digest('SHA-256', encodeUtf8(text)))
}
