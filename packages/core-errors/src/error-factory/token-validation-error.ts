import { TokenInvalidError } from '../token-errors.ts'

/**
 * A {@link TokenInvalidError} whose `details` are what is known about the token: its `kid`, `alg`, the check that
 * failed. Never the token itself.
 */
export function tokenValidationError(message: string, tokenMetadata: Readonly<Record<string, unknown>> = {}): TokenInvalidError {
  return new TokenInvalidError(message, { details: tokenMetadata })
}
