import { ErrorFactory } from '@auth/core-errors'
import { checkObject } from '@auth/core-errors/options'
import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import { sendForm } from '../http/send-form.ts'
import type { TokenTypeHint } from '../token/grant-parameters.ts'

/** What names a token beside itself. */
export interface TokenReferenceOptions extends CallOptions {
  readonly tokenTypeHint?: TokenTypeHint | undefined
}

/** Withdraws a token (RFC 7009 §2). A token that is not known is withdrawn already. */
export async function revokeToken(context: ClientContext, token: string, options: TokenReferenceOptions = {}): Promise<void> {
  const { tokenTypeHint, ...callOptions } = checkObject(options, 'options')
  const body = context.operations.buildTokenReferenceRequest(token, tokenTypeHint)
  const call = context.begin(callOptions)
  const response = await sendForm(context, { endpoint: 'revocationEndpoint', body, repeat: 'always' }, call)
  if (response.status === 200) return
  throw await ErrorFactory.fromHttpResponse(response, { now: context.config.now, correlationId: call.correlationId })
}
