import { InsufficientScopeError } from '@auth/core-errors'
import type { Clock } from '../check-time.ts'
import type { TokenClaims } from '../token-claims.ts'
import { checkAuthentication } from './check-authentication.ts'
import { type ParsedClaimPaths, readTexts } from './claim-paths.ts'
import type { ParsedRequirements } from './requirements.ts'

/** A good token, as far as requirements ask about it. */
export interface RequirementsSubject {
  /** The claims as they were signed. */
  readonly claims: TokenClaims
  readonly scopes: readonly string[]
}

/** What requirements are judged by, whatever the token. */
export interface RequirementsContext {
  readonly clock: Clock
  readonly claimPaths: ParsedClaimPaths
}

function list(names: readonly string[], joint: string): string {
  return names.map((name) => `"${name}"`).join(joint)
}

function lacksScope(required: readonly string[], granted: readonly string[], joint: string): InsufficientScopeError {
  return new InsufficientScopeError(`the token lacks a scope: expected ${list(required, joint)}`, { required, granted })
}

function checkTexts(claims: TokenClaims, path: readonly string[], required: readonly string[] | undefined, kind: string): void {
  if (required === undefined) return
  const granted = readTexts(claims, path)
  if (required.every((name) => granted.includes(name))) return
  throw new InsufficientScopeError(`the caller lacks a ${kind}: expected ${list(required, ' and ')}`, { details: { [kind]: required } })
}

/**
 * Compares what a token says with what is required; names are compared whole and exactly. What no new sign-in can
 * mend is told first.
 * @throws {InsufficientScopeError} AUTH_1006, for scopes, roles, permissions and claims
 * @throws {StepUpRequiredError} AUTH_1007, for the way or the time of the sign-in
 */
export function checkRequirements(
  { claims, scopes: granted }: RequirementsSubject,
  required: ParsedRequirements,
  { clock, claimPaths }: RequirementsContext,
): void {
  const { scopes, anyScope, roles, permissions } = required
  if (scopes && !scopes.every((scope) => granted.includes(scope))) throw lacksScope(scopes, granted, ' and ')
  if (anyScope && !anyScope.some((scope) => granted.includes(scope))) throw lacksScope(anyScope, granted, ' or ')
  checkTexts(claims, claimPaths.roles, roles, 'role')
  checkTexts(claims, claimPaths.permissions, permissions, 'permission')
  const failed = required.claims?.find(({ holds }) => !holds(claims))
  if (failed) {
    const about = failed.claim === undefined ? 'the claims of the token are' : `the claim "${failed.claim}" of the token is`
    throw new InsufficientScopeError(`${about} not what is required here`, { details: { claim: failed.claim } })
  }
  checkAuthentication(claims, required, clock)
}
