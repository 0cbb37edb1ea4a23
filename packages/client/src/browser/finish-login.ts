import { AuthorizationExpiredError } from '@auth/core-errors'
import { callbackError, readCallbackParameters, readCallbackResult } from '../authorization/read-callback.ts'
import type { TokenResponse } from '../token/token-response.ts'
import type { Provider } from './provider.ts'
import { requestTokens } from './request-tokens.ts'
import type { LoginTransaction } from './start-login.ts'

/** How long a person may take to sign in, in seconds. */
const maxTransactionSeconds = 3600

/**
 * The tokens of a sign-in, after every check: no parameter of the callback came twice, state, issuer (RFC 9207), then the
 * ID token with its signature, nonce, audience and times. The transaction must not be used again.
 *
 * @throws {CallbackError} VAL_2005, whose `reason` names the check: `missing_transaction`, `missing_state`, `state_mismatch`,
 * `issuer_mismatch`, `missing_issuer`, `duplicate_parameter`, `missing_code`, `malformed`
 * @throws {AuthorizationExpiredError} AUTH_1011 an hour after its start
 * @throws {AccessDeniedError} AUTH_1010, {LoginRequiredError} AUTH_1009, and what else the provider's refusal stands for
 * @throws {TokenInvalidError} AUTH_1002, {TokenExpiredError} AUTH_1001 for the ID token; {InvalidGrantError} VAL_2004 for the code
 */
export async function finishLogin(
  provider: Provider,
  callbackUrl: string | URL,
  transaction: LoginTransaction | undefined,
): Promise<TokenResponse> {
  const { issuer, findMetadata, resource, now } = provider
  const parameters = readCallbackParameters(callbackUrl)
  const [state, from] = ['state', 'iss'].map((name) => parameters.get(name))
  if (!state) throw callbackError('missing_state')
  if (!transaction) throw callbackError('missing_transaction')
  if (state !== transaction.state) throw callbackError('state_mismatch')
  if (transaction.issuer !== issuer || (from ?? issuer) !== issuer) throw callbackError('issuer_mismatch')
  if (from === undefined && (await findMetadata())['authorization_response_iss_parameter_supported']) {
    throw callbackError('missing_issuer')
  }
  const { code, error } = readCallbackResult(parameters, issuer)
  if (error) throw error
  const { redirectUri, codeVerifier, startedAt } = transaction
  if (!(now() - startedAt <= maxTransactionSeconds * 1000)) throw new AuthorizationExpiredError('the sign-in took too long')
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: codeVerifier, resource }
  return requestTokens(provider, form, transaction)
}
