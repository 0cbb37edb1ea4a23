import { checkInteger, checkObject, checkOption, checkStringList } from '@auth/core-errors/options'
import { mark } from './route-mark.ts'

/** How, and how recently, the user must have signed in. */
export interface StepUpRequirement {
  /** One of these authentication contexts must be the token's `acr`. */
  readonly acr?: string | readonly string[]
  /** How long ago the user may have signed in, by the token's `auth_time`, in whole seconds. */
  readonly maxAgeSeconds?: number
}

/**
 * Asks for a stronger or more recent sign-in; the challenge tells the client which.
 * @throws {InvalidConfigError} VAL_2002, when it asks for nothing, or for what cannot be
 * @see RFC 9470
 */
export function StepUp(requirement: StepUpRequirement): ClassDecorator & MethodDecorator {
  const { acr, maxAgeSeconds } = checkObject(requirement, 'stepUp')
  checkOption(acr !== undefined || maxAgeSeconds !== undefined, requirement, 'stepUp', 'an object with acr, maxAgeSeconds or both')
  return mark(
    {
      requirements: [
        {
          ...(acr !== undefined && { acr: checkStringList(typeof acr === 'string' ? [acr] : acr, 'acr') }),
          ...(maxAgeSeconds !== undefined && { maxAgeSeconds: checkInteger(maxAgeSeconds, 'maxAgeSeconds') }),
        },
      ],
    },
    'StepUp',
  )
}
