import { isAuthPlatformError } from '@auth/core-errors'
import { type IdTokenExpectation, verifyIdToken } from '@auth/tokens/id-token'
import { unusableMember } from '../http/read-object.ts'
import type { TokenResponse } from '../token/token-response.ts'
import { toTokenResponse } from '../token/to-token-response.ts'
import type { FormMembers, Provider } from './provider.ts'

/** What the answer must fit. */
export interface TokensExpectation extends Pick<IdTokenExpectation, 'nonce' | 'maxAgeSeconds' | 'acrValues' | 'previous'> {
  /** What was asked for, for a provider that does not say what it granted. */
  readonly scopes: readonly string[]
}

/** Asks the token endpoint, and checks the ID token that comes; with a nonce, one must come. */
export async function requestTokens(provider: Provider, form: FormMembers, expected: TokensExpectation): Promise<TokenResponse> {
  const tokens = toTokenResponse(await provider.post('token_endpoint', form), { ...provider, requestedScopes: expected.scopes })
  const { idToken, ...others } = tokens
  const { nonce } = expected
  if (!idToken) {
    if (nonce) throw unusableMember('id_token', 'the token endpoint')
    return tokens
  }
  try {
    return { ...tokens, idTokenClaims: await verifyIdToken(idToken, { ...expected, ...provider, accessToken: tokens.accessToken }) }
  } catch (error) {
    // One that cannot be judged now is left out of a refresh: the rest of the answer cannot be had again.
    if (nonce || !isAuthPlatformError(error) || !error.retryable) throw error
    return others
  }
}
