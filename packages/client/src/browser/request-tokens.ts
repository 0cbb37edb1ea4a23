import { isAuthPlatformError } from '@auth/core-errors'
import { type IdTokenExpectation, verifyIdToken } from '@auth/tokens/id-token'
import { unusableMember } from '../http/read-object.ts'
import type { TokenResponse } from '../token/token-response.ts'
import { toTokenResponse } from '../token/to-token-response.ts'
import type { Provider } from './provider.ts'

/** What the answer must fit. */
export interface TokensExpectation extends Pick<IdTokenExpectation, 'nonce' | 'maxAgeSeconds' | 'acrValues' | 'previous'> {
  readonly requestedScopes: readonly string[]
  readonly isIdTokenRequired?: boolean
}

/** Asks the token endpoint, and checks the ID token that comes. */
export async function requestTokens(
  provider: Provider,
  form: Record<string, string | undefined>,
  { requestedScopes, isIdTokenRequired, ...expected }: TokensExpectation,
): Promise<TokenResponse> {
  const { issuer, clientId, isTokenType, now, findKeys, post } = provider
  const tokens = toTokenResponse(await post('token_endpoint', form), { requestedScopes, isTokenType, now })
  const { idToken, ...others } = tokens
  if (!idToken) {
    if (isIdTokenRequired) throw unusableMember('id_token', 'the token endpoint')
    return tokens
  }
  try {
    const idTokenClaims = await verifyIdToken(idToken, { ...expected, issuer, clientId, now, findKeys, accessToken: tokens.accessToken })
    return { ...tokens, idTokenClaims }
  } catch (error) {
    // One that cannot be judged now is left out of a refresh: the rest of the answer cannot be had again.
    if (isIdTokenRequired || !isAuthPlatformError(error) || !error.retryable) throw error
    return others
  }
}
