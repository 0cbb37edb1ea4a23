import { InsufficientScopeError } from '@auth/core-errors'
import { checkObject, checkOption, checkStringList } from '@auth/core-errors/options'

/** What a route asks for beyond a good token. All must hold. */
export interface Requirements {
  /** The token must have every one of these scopes. */
  readonly scopes?: readonly string[] | undefined
  /** The token must have at least one of these scopes. */
  readonly anyScope?: readonly string[] | undefined
}

/**
 * A copy of the requirements, once they are known to be well formed.
 * @throws {InvalidConfigError} VAL_2002, naming the requirement: an unknown one too, so that a slip guards nothing less
 */
export function parseRequirements(requirements: Requirements = {}): Requirements {
  const { scopes, anyScope, ...unknown } = checkObject(requirements, 'requirements')
  const [slip] = Object.keys(unknown)
  checkOption(slip === undefined, undefined, `requirements.${slip}`, 'left out: there is no such requirement')
  return {
    ...(scopes !== undefined && { scopes: checkStringList(scopes, 'requirements.scopes') }),
    ...(anyScope !== undefined && { anyScope: checkStringList(anyScope, 'requirements.anyScope') }),
  }
}

/**
 * Compares what a token grants with what is required; scopes are compared whole and exactly.
 * @throws {InsufficientScopeError} AUTH_1006
 */
export function checkRequirements(granted: readonly string[], { scopes = [], anyScope }: Requirements): void {
  if (!scopes.every((scope) => granted.includes(scope))) throw insufficient(scopes, granted, ' and ')
  if (anyScope && !anyScope.some((scope) => granted.includes(scope))) throw insufficient(anyScope, granted, ' or ')
}

function insufficient(required: readonly string[], granted: readonly string[], joint: string): InsufficientScopeError {
  const names = required.map((scope) => `"${scope}"`).join(joint)
  return new InsufficientScopeError(`the token lacks a scope: expected ${names}`, { required, granted })
}
