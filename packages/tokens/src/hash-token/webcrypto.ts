import type { Eventual } from '../chain.ts'

/** SHA-256 over the whole token: what a verified token is remembered by. */
export const hashToken: (token: string) => Eventual<string> = async (token) => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return String.fromCharCode(...new Uint8Array(digest))
}
