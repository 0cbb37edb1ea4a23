import { isAuthPlatformError, TokenRefreshError } from '@auth/core-errors'
import type { TokenResponse } from '../token/token-response.ts'
import type { Provider } from './provider.ts'
import { requestTokens } from './request-tokens.ts'

/** Why a sign-in ends: the refresh token or its key is refused, or the ID token that came fails a check. */
const endsSignIn = /VAL_2004|AUTH_1|DPOP/

/**
 * New tokens in place of `tokens` (RFC 6749 §6). The answer has everything to go on with: what did not come anew is kept.
 * @throws {TokenRefreshError} AUTH_1003: `transient` when it may be tried again, else the sign-in has ended; `cause` says why
 */
export async function refreshTokens(
  provider: Provider,
  tokens: Pick<TokenResponse, 'refreshToken' | 'idToken' | 'idTokenClaims' | 'scopes'>,
): Promise<TokenResponse> {
  const { refreshToken, idToken, idTokenClaims, scopes } = tokens
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken, resource: provider.resource }
  try {
    const fresh = await requestTokens(provider, form, { nonce: null, previous: idTokenClaims, scopes })
    return { refreshToken, idToken, idTokenClaims, ...fresh } as TokenResponse
  } catch (cause) {
    throw new TokenRefreshError(undefined, { transient: !isAuthPlatformError(cause) || !endsSignIn.test(cause.code), cause })
  }
}
