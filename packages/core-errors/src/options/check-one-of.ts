import { checkOption } from './check-option.ts'

/** One of the values that are allowed: `true` and `false` for a switch. @throws {InvalidConfigError} VAL_2002 */
export function checkOneOf<T extends string | boolean>(value: unknown, option: string, allowed: readonly T[]): T {
  return checkOption(allowed.includes(value as T), value, option, `one of ${allowed.join(', ')}`) as T
}
