import { ProtocolError } from '@auth/core-errors'
import { deepFreeze } from '../deep-freeze.ts'

/** What an issuer says of a token (RFC 7662 §2.2). */
export interface IntrospectionResult {
  /** Whether the token is good now, for whoever asked. */
  readonly active: boolean
  readonly [member: string]: unknown
}

/** Port: asks the issuer about a token. It rejects when it cannot tell, which is an outage and never the token's fault. */
export interface TokenIntrospector {
  introspect(token: string): Promise<IntrospectionResult>
}

const stringMembers = ['iss', 'sub', 'client_id', 'jti', 'scope', 'token_type'] as const

/** A frozen copy of the answer, once it has the form that RFC 7662 §2.2 gives it. @throws {ProtocolError} SRV_5003 */
export function parseIntrospectionResult(answer: unknown): IntrospectionResult {
  const { active, ...members } = Object(answer) as Readonly<Record<string, unknown>>
  if (typeof active !== 'boolean') throw new ProtocolError('the answer to an introspection has no boolean "active"')
  const wrong = stringMembers.find((name) => members[name] !== undefined && typeof members[name] !== 'string')
  if (wrong !== undefined) throw new ProtocolError(`the member "${wrong}" in the answer to an introspection is not a string`)
  const result = structuredClone({ ...members, active })
  deepFreeze(result)
  return result
}
