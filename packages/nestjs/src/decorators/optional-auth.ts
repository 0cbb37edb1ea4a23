import { checkObject, checkOneOf } from '@auth/core-errors/options'
import { mark, type OptionalAuthOptions } from './route-mark.ts'

/**
 * Lets requests without credentials in; who comes with some must satisfy what class and method ask for. On a class it
 * opens no method that asks for something of its own.
 * @throws {InvalidConfigError} VAL_2002, for an `onInvalid` that does not exist
 */
export function OptionalAuth(options: OptionalAuthOptions = {}): ClassDecorator & MethodDecorator {
  const onInvalid = checkOneOf(checkObject(options, 'options').onInvalid ?? 'reject', 'onInvalid', ['reject', 'ignore'])
  return mark({ access: { kind: 'optional', onInvalid } }, 'OptionalAuth')
}
