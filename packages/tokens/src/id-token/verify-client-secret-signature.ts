import { checkOption } from '@auth/core-errors/options'
import type { UnverifiedToken } from '../decode-token.ts'
import { invalidToken, quote } from '../invalid-token.ts'

/** RFC 7518 §3.2: the key is at least as long as the hash. */
const minSecretBytes = 32

/** The token was signed by HS256 with the client secret (OpenID Connect Core 10.1). */
export async function verifyClientSecretSignature(
  { header, signingInput, signature }: UnverifiedToken,
  clientSecret: string | undefined,
): Promise<void> {
  const secret = new TextEncoder().encode(clientSecret ?? '')
  checkOption(
    typeof clientSecret === 'string' && secret.length >= minSecretBytes,
    '',
    'clientSecret',
    `at least ${minSecretBytes} bytes for HS256`,
  )
  if (header.alg !== 'HS256') throw invalidToken('alg', `token algorithm ${quote(header.alg)} is not HS256`)
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  const isGood = await crypto.subtle.verify('HMAC', key, signature, new TextEncoder().encode(signingInput))
  if (!isGood) throw invalidToken('signature', 'token signature does not verify', { alg: 'HS256' })
}
