import { randomText } from '../random-text.ts'
import { sha256 } from '#sha256'

/** One login's PKCE values: the challenge travels with the authorization request, the verifier with the token request. */
export interface PKCEChallenge {
  /** The secret, 64 characters: kept by the client until it redeems the code. */
  readonly codeVerifier: string
  /** Its SHA-256, in base64url. */
  readonly codeChallenge: string
  /** The only method there is here. */
  readonly codeChallengeMethod: 'S256'
}

/**
 * A fresh code verifier of 64 characters and its S256 challenge, for one authorization request.
 * @see RFC 7636 §4.1, §4.2
 */
export async function createPKCEChallenge(): Promise<PKCEChallenge> {
  const codeVerifier = randomText(64)
  return { codeVerifier, codeChallenge: await sha256(codeVerifier), codeChallengeMethod: 'S256' }
}
