import { checkStringList } from '@auth/core-errors/options'
import { mark } from './route-mark.ts'

/**
 * Asks for every one of these roles; those of class and method add up. The option `claimPaths` says where roles are.
 * @throws {InvalidConfigError} VAL_2002, when one is no non-empty string or there is none
 */
export function Roles(...roles: string[]): ClassDecorator & MethodDecorator {
  return mark({ requirements: [{ roles: checkStringList(roles, 'roles') }] }, 'Roles')
}
