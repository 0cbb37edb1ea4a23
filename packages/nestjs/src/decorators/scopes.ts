import { checkStringList } from '@auth/core-errors/options'
import { mark } from './route-mark.ts'

/**
 * Asks for every one of these scopes; those of class and method add up.
 * @throws {InvalidConfigError} VAL_2002, when one is no non-empty string or there is none
 */
export function Scopes(...scopes: string[]): ClassDecorator & MethodDecorator {
  return mark({ requirements: [{ scopes: checkStringList(scopes, 'scopes') }] }, 'Scopes')
}
