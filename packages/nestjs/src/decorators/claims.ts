import { checkOption } from '@auth/core-errors/options'
import type { ClaimsRequirement } from '@auth/tokens/resource-server'
import { mark } from './route-mark.ts'

/**
 * Asks for claims as they were signed: a rule for each, or a function that lets them pass by `true`. What a rule says
 * is checked when the application starts.
 * @throws {InvalidConfigError} VAL_2002, when it is neither
 */
export function Claims(claims: ClaimsRequirement): ClassDecorator & MethodDecorator {
  const isRequirement = typeof claims === 'function' || (typeof claims === 'object' && claims !== null)
  return mark({ requirements: [{ claims: checkOption(isRequirement, claims, 'claims', 'an object of rules or a function') }] }, 'Claims')
}
