import { UnauthorizedError, ValidationError } from '@auth/core-errors'
import { type AuthRequest, readHeader } from './auth-request.ts'

/** What a request presents: a scheme and a token, of which nothing has been checked. */
export interface Credentials {
  readonly scheme: 'Bearer'
  readonly token: string
}

/**
 * The credentials in the `Authorization` header (RFC 6750 §2.1). A token in the query or in a form body is never read.
 * @throws {UnauthorizedError} AUTH_1005, when there are none, or of another scheme only
 * @throws {ValidationError} VAL_2001, when the header came twice or is not `Bearer` and one token
 */
export function extractCredentials(request: AuthRequest): Credentials {
  const values = readHeader(request, 'authorization')
  const value = values[0]
  if (value === undefined) throw new UnauthorizedError('no credentials were sent: expected an Authorization header')
  if (values.length > 1)
    throw new ValidationError('the Authorization header was sent more than once', { details: { check: 'credentials' } })
  const [scheme = '', ...rest] = value.split(' ')
  if (scheme.toLowerCase() !== 'bearer')
    throw new UnauthorizedError('no bearer credentials were sent: the Authorization header has another scheme')
  const [token] = rest
  if (rest.length !== 1 || !token)
    throw new ValidationError('the Authorization header must be "Bearer" and one token', { details: { check: 'credentials' } })
  return { scheme: 'Bearer', token }
}
