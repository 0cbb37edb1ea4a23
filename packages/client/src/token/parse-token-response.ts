import { readObject } from '../http/read-object.ts'
import type { TokenResponse } from './token-response.ts'
import { type TokenAnswerContext, toTokenResponse } from './to-token-response.ts'

/** What was asked for, and when. */
export interface TokenRequestContext extends Omit<TokenAnswerContext, 'isTokenType'> {
  /** The kind of token that the client can use: `dpop` when it uses DPoP (RFC 9449 §5), in lower case. */
  readonly tokenType: 'bearer' | 'dpop'
  /** Whether what is issued may be no access token: then its kind is `N_A` (RFC 8693 §2.2.1). @default false */
  readonly isExchange?: boolean | undefined
}

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

/**
 * Turns the answer of a token endpoint into a {@link TokenResponse} (RFC 6749 §5.1). Its ID token is not checked here.
 *
 * @throws {ProtocolError} SRV_5003, when the answer is no token response, or its token is of another kind than was asked for
 * @throws {AuthPlatformError} what `ErrorFactory.fromHttpResponse` makes of a refusal
 */
export async function parseTokenResponse(response: Response, context: TokenRequestContext): Promise<TokenResponse> {
  const { now, correlationId, isExchange = false, tokenType } = context
  const raw = await readObject(response, { from: 'the token endpoint', now, correlationId })
  const isTokenType = (type: string): boolean =>
    type === tokenType || (isExchange && type === 'n_a' && raw['issued_token_type'] !== accessTokenType)
  return toTokenResponse(raw, { ...context, isTokenType })
}
