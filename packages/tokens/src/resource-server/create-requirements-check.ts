import { parseClock } from '../check-time.ts'
import { checkRequirements, type RequirementsSubject } from './check-requirements.ts'
import { type ClaimPaths, parseClaimPaths } from './claim-paths.ts'
import { parseRequirements, type Requirements } from './requirements.ts'
import { checkObject, checkOption } from '@auth/core-errors/options'

/** What claims are judged by beside the requirements. */
export interface RequirementsCheckOptions {
  readonly claimPaths?: ClaimPaths | undefined
  /** How far the issuer's clock may be from ours, in seconds, at most 60. @default 10 */
  readonly clockToleranceSeconds?: number | undefined
  /** The wall clock, in milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined
}

/**
 * Makes the check that `ResourceServer` makes of requirements, for claims that come from elsewhere: an ID token's, say.
 * Whether the claims can be trusted is not checked.
 *
 * @returns a function that throws {InsufficientScopeError} AUTH_1006 or {StepUpRequiredError} AUTH_1007
 * @throws {InvalidConfigError} VAL_2002, naming the requirement or the option; `introspect` is one that claims cannot meet
 */
export function createRequirementsCheck(
  requirements: Requirements = {},
  options: RequirementsCheckOptions = {},
): (subject: RequirementsSubject) => void {
  const required = parseRequirements(requirements)
  checkOption(required.introspect !== true, true, 'requirements.introspect', 'left out: there is no token to ask about')
  const clock = parseClock(checkObject(options, 'options'))
  const claimPaths = parseClaimPaths(options.claimPaths)
  return (subject) => checkRequirements(subject, required, { clock, claimPaths })
}
