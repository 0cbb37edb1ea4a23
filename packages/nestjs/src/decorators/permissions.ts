import { checkStringList } from '@auth/core-errors/options'
import { mark } from './route-mark.ts'

/**
 * Asks for every one of these permissions; those of class and method add up. The option `claimPaths` says where they are.
 * @throws {InvalidConfigError} VAL_2002, when one is no non-empty string or there is none
 */
export function Permissions(...permissions: string[]): ClassDecorator & MethodDecorator {
  return mark({ requirements: [{ permissions: checkStringList(permissions, 'permissions') }] }, 'Permissions')
}
