import { checkObject, checkStringList } from '@auth/core-errors/options'

/**
 * The scopes that a token grants: its `scope`, split at spaces (RFC 6749 §3.3), or its `scp`, a string or an array,
 * where there is no `scope`. Whether the token is good is not checked here.
 * @throws {InvalidConfigError} VAL_2002 when the claims are no object
 */
export function readScopes(claims: object): readonly string[] {
  const { scope, scp } = checkObject(claims, 'claims') as Readonly<Record<string, unknown>>
  const granted: unknown = scope ?? scp
  if (typeof granted === 'string') return granted.split(' ').filter((item) => item !== '')
  return Array.isArray(granted) ? granted.filter((item) => typeof item === 'string') : []
}

/**
 * Whether the claims grant every one of these scopes, compared exactly.
 * @param required a list of scopes, or one string of scopes separated by spaces; never empty
 * @throws {InvalidConfigError} VAL_2002 when nothing is required or it is neither string nor list
 */
export function hasScopes(claims: object, required: string | readonly string[]): boolean {
  const scopes = typeof required === 'string' ? required.split(' ').filter((item) => item !== '') : required
  const granted = readScopes(claims)
  return checkStringList(scopes, 'required').every((scope) => granted.includes(scope))
}
