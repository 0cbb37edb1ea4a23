import { checkOption } from './check-option.ts'

/** A function; what it takes and returns is not checked. @throws {InvalidConfigError} VAL_2002 */
export function checkFunction<T>(value: T, option: string): T {
  return checkOption(typeof value === 'function', value, option, 'a function')
}

/** An object that is no array, as an options argument must be; its members are not checked. @throws {InvalidConfigError} VAL_2002 */
export function checkObject<T>(value: T, option: string): NonNullable<T> {
  return checkOption(typeof value === 'object' && value !== null && !Array.isArray(value), value, option, 'an object') as NonNullable<T>
}
