import { checkString } from '@auth/core-errors/options'
import { mark } from './route-mark.ts'

/**
 * Has a route, or every route of a class, judged by one of the named `configurations` instead of the default one. That
 * there is one of this name is checked when the application starts.
 * @throws {InvalidConfigError} VAL_2002, when the name is no non-empty string
 */
export function UseConfiguration(name: string): ClassDecorator & MethodDecorator {
  return mark({ configuration: checkString(name, 'configuration') }, 'UseConfiguration')
}
