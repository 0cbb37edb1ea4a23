import { PKCEError } from '@auth/core-errors'
import { sha256 } from '#sha256'
import { isCodeVerifier } from './is-code-verifier.ts'

/**
 * The S256 challenge of a code verifier. There is no `plain`: it would show the verifier (RFC 9700 §2.1.1).
 * @throws {PKCEError} PKCE_7002 when the verifier is not 43 to 128 unreserved characters
 * @see RFC 7636 §4.2
 */
export async function generateCodeChallenge(codeVerifier: string): Promise<string> {
  if (isCodeVerifier(codeVerifier)) return sha256(codeVerifier)
  throw new PKCEError('the code verifier must be 43 to 128 unreserved characters', { details: { check: 'format' } })
}
