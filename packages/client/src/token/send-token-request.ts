import type { Call } from '../http/call.ts'
import type { ClientContext } from '../http/client-context.ts'
import { type RepeatRule, sendForm } from '../http/send-form.ts'
import { checkIdToken, type IdTokenExpectation } from './check-id-token.ts'
import { observeTokenRequest } from './observe-token-request.ts'
import { parseTokenResponse } from './parse-token-response.ts'
import type { TokenResponse } from './token-response.ts'

/** Grants that use nothing up may be repeated when their answer is lost; all others only when they were never sent. */
const repeatByGrant: Readonly<Record<string, RepeatRule>> = { client_credentials: 'always' }

/** One request to the token endpoint. */
export interface TokenRequest {
  /** With its `grant_type`. */
  readonly body: URLSearchParams
  /** What the answer's scopes are when it does not say (RFC 6749 §5.1). @default the body's */
  readonly requestedScopes?: readonly string[] | undefined
  /** Whether ID tokens belong to this grant, and what one must fit. Without it, one that comes is not looked at. */
  readonly idToken?: IdTokenExpectation | undefined
}

/** Asks for tokens: every grant comes through here. @throws {AuthPlatformError} as the grants say */
export async function sendTokenRequest(context: ClientContext, request: TokenRequest, call: Call): Promise<TokenResponse> {
  const { body, requestedScopes = body.get('scope')?.split(' ') ?? [], idToken } = request
  const { now, retryRefreshOnce } = context.config
  const grant = body.get('grant_type') ?? ''
  const repeat = grant === 'refresh_token' && retryRefreshOnce ? 'once' : (repeatByGrant[grant] ?? 'unsent')
  return observeTokenRequest({ config: context.config, grant, call }, async () => {
    const response = await sendForm(context, { endpoint: 'tokenEndpoint', body, repeat, isProven: true }, call)
    const tokenType = context.dpop ? 'dpop' : 'bearer'
    const isExchange = grant.endsWith(':token-exchange')
    const tokens = await parseTokenResponse(response, { requestedScopes, tokenType, isExchange, now, correlationId: call.correlationId })
    return idToken ? checkIdToken(context, tokens, idToken, call) : tokens
  })
}
