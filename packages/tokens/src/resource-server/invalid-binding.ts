import { TokenInvalidError } from '@auth/core-errors'

/** The error of a token that is bound to something else than what came with it: the challenge for it speaks of DPoP alone. */
export function invalidBinding(message: string): TokenInvalidError {
  return new TokenInvalidError(message, { details: { check: 'binding' } })
}
