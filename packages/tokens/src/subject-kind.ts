import { checkObject } from '@auth/core-errors/options'

/** Whom a token is about. */
export type SubjectKind = 'user' | 'client' | 'unknown'

/**
 * Whether the token is about a user or about the client itself, so that a client whose id equals a user's `sub` does
 * not pass as that user. `client` when `sub` is the `client_id` (or `azp`), `user` when they differ, `unknown` when
 * the token has no `sub` or names no client.
 * @see RFC 9700 §4.15, RFC 9068 §5
 */
export function getSubjectKind(claims: object): SubjectKind {
  const { sub, client_id: clientId, azp } = checkObject(claims, 'claims') as Readonly<Record<string, unknown>>
  const client = clientId ?? azp
  if (typeof sub !== 'string' || typeof client !== 'string') return 'unknown'
  return sub === client ? 'client' : 'user'
}
