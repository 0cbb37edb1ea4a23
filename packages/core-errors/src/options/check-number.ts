import { checkOption } from './check-option.ts'

/** A finite duration in seconds, fractions allowed, from `min` to `max`. @throws {InvalidConfigError} VAL_2002 */
export function checkSeconds(value: unknown, option: string, min = 0, max: number = Number.MAX_SAFE_INTEGER): number {
  const holds = typeof value === 'number' && value >= min && value <= max
  return checkOption(holds, value, option, `a number of seconds from ${min} to ${max}`) as number
}

/** A whole number from `min` to `max`: a count, or a size in bytes. @throws {InvalidConfigError} VAL_2002 */
export function checkInteger(value: unknown, option: string, min = 0, max: number = Number.MAX_SAFE_INTEGER): number {
  const holds = Number.isInteger(value) && (value as number) >= min && (value as number) <= max
  return checkOption(holds, value, option, `a whole number from ${min} to ${max}`) as number
}
