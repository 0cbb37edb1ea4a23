import { unusableMember } from '../http/read-object.ts'
import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import type { TokenExchangeParameters } from '../token/grant-parameters.ts'
import { sendTokenRequest } from '../token/send-token-request.ts'
import type { TokenResponse } from '../token/token-response.ts'

/** Token exchange (RFC 8693). `raw.issued_token_type` says what came. */
export async function exchangeToken(
  context: ClientContext,
  parameters: TokenExchangeParameters,
  options?: CallOptions,
): Promise<TokenResponse> {
  const body = context.operations.buildTokenExchangeRequest(parameters)
  const tokens = await sendTokenRequest(context, { body }, context.begin(options))
  if (typeof tokens.raw['issued_token_type'] === 'string') return tokens
  throw unusableMember('issued_token_type', 'the token endpoint', options?.correlationId) // RFC 8693 §2.2.1
}
