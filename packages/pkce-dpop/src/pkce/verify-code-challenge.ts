import { PKCEError } from '@auth/core-errors'
import { isSameText } from '../is-same-text.ts'
import { sha256 } from '#sha256'
import { isCodeVerifier } from './is-code-verifier.ts'

/**
 * Whether a code verifier belongs to the S256 challenge of the authorization request; compared in constant time. A
 * verifier that is not 43 to 128 unreserved characters belongs to none. Whether the code was used before is not checked.
 * @throws {PKCEError} PKCE_7001 when either is missing: one without the other is a downgrade (RFC 9700 §4.8)
 * @see RFC 7636 §4.6
 */
export async function verifyCodeChallenge(codeVerifier: string, codeChallenge: string): Promise<boolean> {
  for (const [argument, value] of Object.entries({ codeVerifier, codeChallenge })) {
    if (typeof value === 'string' && value !== '') continue
    throw new PKCEError(`"${argument}" is missing`, { code: 'PKCE_7001', details: { argument } })
  }
  return isCodeVerifier(codeVerifier) && isSameText(await sha256(codeVerifier), codeChallenge)
}
