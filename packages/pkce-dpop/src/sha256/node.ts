import { hash } from 'node:crypto'

/** The SHA-256 of a text, in base64url, without a detour through the thread pool. */
export async function sha256(text: string): Promise<string> {
  return hash('sha256', text, 'base64url')
}
