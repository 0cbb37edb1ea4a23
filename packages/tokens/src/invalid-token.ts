import { TokenInvalidError } from '@auth/core-errors'

/** Which check a token failed, as `details.check` of a `TokenInvalidError` tells it. */
export type TokenCheck =
  | 'format'
  | 'size'
  | 'typ'
  | 'alg'
  | 'crit'
  | 'kid'
  | 'signature'
  | 'iss'
  | 'aud'
  | 'nbf'
  | 'iat'
  | 'exp'
  | 'sub'
  | 'required_claims'
  | 'claims_schema'
  | 'kind'
  | 'encryption'
  | IdTokenCheck

/** The checks that only an ID token or a logout token can fail. */
export type IdTokenCheck = 'azp' | 'nonce' | 'acr' | 'auth_time' | 'at_hash' | 'c_hash' | 'events' | 'jti'

/** The error of a token that fails a check. `details` hold plain facts about it, never the token. */
export function invalidToken(check: TokenCheck, message: string, details: Readonly<Record<string, unknown>> = {}): TokenInvalidError {
  return new TokenInvalidError(message, { details: { check, ...details } })
}

/** What came from outside, short enough for a message, and in printable ASCII: nothing in it moves a terminal or turns a line. */
export function quote(value: unknown): string {
  return (JSON.stringify(value) ?? 'none').replace(/[^ -~]/g, '?').slice(0, 100)
}
