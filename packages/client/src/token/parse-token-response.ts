import { readObject } from '../http/read-object.ts'
import type { TokenResponse } from './token-response.ts'
import { type TokenRequestContext, toTokenResponse } from './to-token-response.ts'

/**
 * Turns the answer of a token endpoint into a {@link TokenResponse} (RFC 6749 §5.1). Its ID token is not checked here.
 *
 * @throws {ProtocolError} SRV_5003, when the answer is no token response, or its token is of another kind than was asked for
 * @throws {AuthPlatformError} what `ErrorFactory.fromHttpResponse` makes of a refusal
 */
export async function parseTokenResponse(response: Response, context: TokenRequestContext): Promise<TokenResponse> {
  const { now, correlationId } = context
  return toTokenResponse(await readObject(response, { from: 'the token endpoint', now, correlationId }), context)
}
