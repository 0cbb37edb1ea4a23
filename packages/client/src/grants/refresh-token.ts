import { isAuthPlatformError, TokenRefreshError } from '@auth/core-errors'
import type { IdTokenClaims } from '@auth/tokens'
import type { CallOptions } from '../http/call-options.ts'
import type { Call } from '../http/call.ts'
import type { ClientContext } from '../http/client-context.ts'
import type { RefreshTokenParameters } from '../token/grant-parameters.ts'
import { sendTokenRequest } from '../token/send-token-request.ts'
import type { TokenResponse } from '../token/token-response.ts'

/** What a refresh asks for, and what it goes on from. */
export interface RefreshParameters extends RefreshTokenParameters {
  /** The claims of the ID token so far: a new one must be about the same sign-in (OpenID Connect Core 12.2). */
  readonly previous?: IdTokenClaims | undefined
  /** The scopes granted so far, for a provider that does not repeat them. @default the `scopes` asked for, else the configuration's */
  readonly grantedScopes?: readonly string[] | undefined
}

/** The refresh grant (RFC 6749 §6). */
export async function refreshToken(
  context: ClientContext,
  token: string,
  parameters: RefreshParameters,
  options?: CallOptions,
): Promise<TokenResponse> {
  const body = context.operations.buildRefreshTokenRequest(token, parameters)
  const { previous, scopes, grantedScopes } = parameters
  const call = context.begin(options)
  const idToken = { nonce: null, previous, isDispensable: true }
  try {
    const tokens = await sendTokenRequest(
      context,
      { body, requestedScopes: scopes ?? grantedScopes ?? context.config.scopes, idToken },
      call,
    )
    return tokens.refreshToken === undefined ? Object.freeze({ ...tokens, refreshToken: token }) : tokens
  } catch (error) {
    throw toRefreshError(error, call)
  }
}

/** What ended the call from outside passes through; everything else is a refresh that failed, for now or for good. */
function toRefreshError(error: unknown, { signal, correlationId }: Call): unknown {
  if (signal.aborted || !isAuthPlatformError(error) || error.code === 'VAL_2002') return error
  const { retryable: transient, statusCode, details } = error
  const message = transient ? 'the refresh failed for now' : 'the refresh was refused'
  return new TokenRefreshError(message, { transient, cause: error, statusCode, details, correlationId })
}
