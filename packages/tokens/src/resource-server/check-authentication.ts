import { StepUpRequiredError } from '@auth/core-errors'
import { type Clock, readNumericDate } from '../check-time.ts'
import type { TokenClaims } from '../token-claims.ts'
import type { ParsedRequirements } from './requirements.ts'

/** A token without `auth_time` does not tell when the user signed in, so it cannot have been recently. */
function isRecent(claims: TokenClaims, maxAgeSeconds: number, { now, clockToleranceSeconds }: Clock): boolean {
  const authTime = readNumericDate(claims['auth_time'], 'auth_time')
  if (authTime === undefined) return false
  const ageSeconds = now() / 1000 - authTime
  return ageSeconds <= maxAgeSeconds + clockToleranceSeconds && ageSeconds >= -clockToleranceSeconds
}

/**
 * The user signed in by one of the asked ways, and recently enough. The error names both demands, so that one new
 * sign-in satisfies them together.
 * @throws {StepUpRequiredError} AUTH_1007
 * @see RFC 9470 §3 and §6
 */
export function checkAuthentication(claims: TokenClaims, { acr, maxAgeSeconds }: ParsedRequirements, clock: Clock): void {
  const isStrongEnough = acr === undefined || acr.includes(claims['acr'] as string)
  if (isStrongEnough && (maxAgeSeconds === undefined || isRecent(claims, maxAgeSeconds, clock))) return
  const demand = isStrongEnough ? 'more recently' : 'in another way'
  throw new StepUpRequiredError(`the user must sign in again, ${demand}`, { acrValues: acr, maxAgeSeconds })
}
