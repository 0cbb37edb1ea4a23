import { DPoPError, UnauthorizedError, ValidationError } from '@auth/core-errors'
import type { AuthScheme } from './auth-context.ts'
import { type AuthRequest, readHeader } from './auth-request.ts'

/** What a request presents: a scheme and a token, of which nothing has been checked. */
export interface Credentials {
  readonly scheme: AuthScheme
  readonly token: string
}

const schemesByName: ReadonlyMap<string, AuthScheme> = new Map([
  ['bearer', 'Bearer'],
  ['dpop', 'DPoP'],
])

/** Credentials that are there, and cannot be read. */
export function malformed(message: string): ValidationError {
  return new ValidationError(message, { details: { check: 'credentials' } })
}

/**
 * A scheme that came is one that is taken here.
 * @throws {DPoPError} DPOP_6001, for Bearer where only DPoP is taken
 * @throws {UnauthorizedError} AUTH_1005, for every other scheme
 */
export function checkScheme(scheme: AuthScheme | undefined, taken: readonly AuthScheme[]): AuthScheme {
  if (scheme !== undefined && taken.includes(scheme)) return scheme
  if (scheme === 'Bearer')
    throw new DPoPError('the DPoP scheme and a proof are required here', { code: 'DPOP_6001', details: { check: 'missing' } })
  throw new UnauthorizedError(`no usable credentials were sent: expected the scheme ${taken.join(' or ')}`)
}

/**
 * The credentials in the `Authorization` header (RFC 6750 §2.1, RFC 9449 §7.1). A token in the query or in a form body
 * is never read.
 * @throws {UnauthorizedError} AUTH_1005, when there are none, or of another scheme only
 * @throws {ValidationError} VAL_2001, when the header came twice or is not a scheme and one token
 */
export function extractCredentials(request: AuthRequest, taken: readonly AuthScheme[]): Credentials {
  const values = readHeader(request, 'authorization')
  const value = values[0]
  if (value === undefined) throw new UnauthorizedError('no credentials were sent: expected an Authorization header')
  if (values.length > 1) throw malformed('the Authorization header was sent more than once')
  const space = value.indexOf(' ')
  const scheme = checkScheme(schemesByName.get((space < 0 ? value : value.slice(0, space)).toLowerCase()), taken)
  const token = space < 0 ? '' : value.slice(space + 1)
  if (token === '' || token.includes(' ')) throw malformed(`the Authorization header must be "${scheme}" and one token`)
  return { scheme, token }
}
