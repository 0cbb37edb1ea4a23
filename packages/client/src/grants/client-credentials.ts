import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import type { ClientCredentialsParameters } from '../token/grant-parameters.ts'
import { sendTokenRequest } from '../token/send-token-request.ts'
import type { TokenResponse } from '../token/token-response.ts'

/** The client-credentials grant (RFC 6749 §4.4). */
export function clientCredentials(
  context: ClientContext,
  parameters: ClientCredentialsParameters,
  options?: CallOptions,
): Promise<TokenResponse> {
  const body = context.operations.buildClientCredentialsRequest(parameters)
  return sendTokenRequest(context, { body }, context.begin(options))
}
