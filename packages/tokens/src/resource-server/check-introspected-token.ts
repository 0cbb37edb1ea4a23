import { TokenInvalidError, TokenRevokedError } from '@auth/core-errors'
import { checkAudience } from '../check-audience.ts'
import { checkBegun, checkNotExpired, type Clock } from '../check-time.ts'
import { checkTokenKind } from '../check-token-type.ts'
import { applyClaimsSchema, type ClaimsSchema } from '../claims-schema.ts'
import { invalidToken, quote } from '../invalid-token.ts'
import type { TokenClaims } from '../token-claims.ts'
import type { IntrospectionResult } from './introspection-result.ts'
import { invalidBinding } from './invalid-binding.ts'
import type { KnownIssuers } from './known-issuers.ts'

/** What an introspected token is judged by: the same as a token that is verified here. */
export interface IntrospectionRules<Claims> {
  readonly issuers: KnownIssuers
  readonly clock: Clock
  readonly claimsSchema: ClaimsSchema<Claims> | undefined
  readonly revoked: ((claims: TokenClaims) => boolean | Promise<boolean>) | undefined
}

/** A good token: its claims as the issuer told them, and what a schema made of them. */
export interface JudgedToken<Claims> {
  readonly payload: TokenClaims
  readonly claims: Claims
}

/** An answer without `iss` speaks for the only issuer there is (RFC 7662 §2.2 leaves it out where it may). */
function readIssuer({ iss }: IntrospectionResult, issuers: KnownIssuers): string {
  const issuer = iss === undefined && issuers.size === 1 ? [...issuers.keys()][0] : iss
  if (typeof issuer === 'string' && issuers.has(issuer)) return issuer
  throw invalidToken('iss', `issuer does not match: expected ${[...issuers.keys()].map(quote).join(' or ')}, got ${quote(iss)}`)
}

/** An issuer answers for its refresh tokens, too, and they are no access tokens (RFC 7662 §4). */
function checkKind(claims: TokenClaims): void {
  checkTokenKind(claims)
  const foreign = (['token_type', 'token_use'] as const).find((name) => /^(refresh|id)_?token$/i.test(String(claims[name])))
  if (foreign !== undefined) throw invalidToken('kind', `token is marked by "${foreign}" as something other than an access token`)
  const { jkt } = Object(claims['cnf']) as { readonly jkt?: unknown }
  if (/^dpop$/i.test(String(claims['token_type'])) && jkt === undefined)
    throw invalidBinding('the token is of type DPoP, and its issuer does not tell which key it is bound to')
}

/**
 * The claims of an opaque token that its issuer calls active.
 * @throws {TokenInvalidError} AUTH_1002, check `inactive`, `iss`, `aud`, `kind`, `binding`, `nbf`, `iat`, `exp` or `claims_schema`
 * @throws {TokenExpiredError} AUTH_1001
 * @throws {TokenRevokedError} AUTH_1008, when `revoked` says so
 */
export async function checkIntrospectedToken<Claims>(
  result: IntrospectionResult,
  { issuers, clock, claimsSchema, revoked }: IntrospectionRules<Claims>,
): Promise<JudgedToken<Claims>> {
  if (!result.active) throw new TokenInvalidError('the issuer says that the token is not active', { details: { check: 'inactive' } })
  const iss = readIssuer(result, issuers)
  const payload = Object.freeze({ ...result, iss }) as unknown as TokenClaims // whose `exp` is shown below to be a number
  checkAudience(payload, issuers.get(iss) ?? null)
  checkKind(payload)
  checkBegun(payload, clock)
  checkNotExpired(payload, clock)
  const claims = claimsSchema === undefined ? (payload as Claims) : await applyClaimsSchema(claimsSchema, payload)
  // Only a clear "no" lets the token pass.
  if (revoked !== undefined && ((await revoked(payload)) as unknown) !== false) throw new TokenRevokedError('token was revoked')
  return { payload, claims }
}
