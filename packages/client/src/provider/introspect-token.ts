import { checkObject } from '@auth/core-errors/options'
import type { ClientContext } from '../http/client-context.ts'
import { readObject, unusableMember } from '../http/read-object.ts'
import { sendForm } from '../http/send-form.ts'
import type { TokenReferenceOptions } from './revoke-token.ts'

/** What the provider says of a token (RFC 7662 §2.2). Nothing but `active` is certain. Frozen. */
export interface TokenIntrospection {
  readonly active: boolean
  readonly scope?: string
  readonly client_id?: string
  readonly sub?: string
  readonly iss?: string
  readonly aud?: string | readonly string[]
  /** In seconds since the epoch. */
  readonly exp?: number
  readonly [member: string]: unknown
}

const from = 'the introspection endpoint'

/** Asks the provider whether a token is good now (RFC 7662). */
export async function introspectToken(
  context: ClientContext,
  token: string,
  options: TokenReferenceOptions = {},
): Promise<TokenIntrospection> {
  const { tokenTypeHint, ...callOptions } = checkObject(options, 'options')
  const body = context.operations.buildTokenReferenceRequest(token, tokenTypeHint)
  const call = context.begin(callOptions)
  const response = await sendForm(context, { endpoint: 'introspectionEndpoint', body, repeat: 'always' }, call)
  const raw = await readObject(response, { from, now: context.config.now, correlationId: call.correlationId })
  if (typeof raw['active'] !== 'boolean') throw unusableMember('active', from, call.correlationId)
  return raw as TokenIntrospection // the member that decides has been checked
}
