import { CallbackError } from '@auth/core-errors'
import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import type { AuthorizationCodeParameters } from '../token/grant-parameters.ts'
import { sendTokenRequest } from '../token/send-token-request.ts'
import type { TokenResponse } from '../token/token-response.ts'

/** What an authorization code is exchanged with, and what the ID token that comes must fit. */
export interface ExchangeCodeParameters extends AuthorizationCodeParameters {
  /** The `nonce` of the authorization request. With one, an ID token must come, and carry it. */
  readonly nonce?: string | undefined
  /** The `max_age` of the authorization request, in seconds. */
  readonly maxAgeSeconds?: number | undefined
  /** The authentication contexts of which the ID token must tell one. */
  readonly acrValues?: readonly string[] | undefined
  /** The `issuer` of the authorization request: the code of one provider never goes to another. */
  readonly issuer?: string | undefined
  /** The scopes that were asked for, for a provider that does not say what it granted. @default the configuration's `scopes` */
  readonly requestedScopes?: readonly string[] | undefined
}

/** The authorization-code grant (RFC 6749 §4.1.3). */
export async function exchangeCode(
  context: ClientContext,
  parameters: ExchangeCodeParameters,
  options?: CallOptions,
): Promise<TokenResponse> {
  const body = context.operations.buildAuthorizationCodeRequest(parameters)
  const { nonce, maxAgeSeconds, acrValues, issuer, requestedScopes = context.config.scopes } = parameters
  if (issuer !== undefined && issuer !== context.config.issuer) {
    throw new CallbackError('the code is from another provider than this one', { reason: 'issuer_mismatch' })
  }
  const idToken = { nonce, maxAgeSeconds, acrValues, isRequired: nonce !== undefined }
  return sendTokenRequest(context, { body, requestedScopes, idToken }, context.begin(options))
}
