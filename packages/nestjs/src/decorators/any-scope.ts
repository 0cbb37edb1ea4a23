import { checkStringList } from '@auth/core-errors/options'
import { mark } from './route-mark.ts'

/**
 * Asks for at least one of these scopes; one of the class's and one of the method's where both ask.
 * @throws {InvalidConfigError} VAL_2002, when one is no non-empty string or there is none
 */
export function AnyScope(...anyScope: string[]): ClassDecorator & MethodDecorator {
  return mark({ requirements: [{ anyScope: checkStringList(anyScope, 'anyScope') }] }, 'AnyScope')
}
