import { checkOption } from './check-option.ts'

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** A string that is not empty. @throws {InvalidConfigError} VAL_2002 */
export function checkString(value: unknown, option: string): string {
  return checkOption(isText(value), value, option, 'a non-empty string') as string
}

/** An array, not empty, of strings that are not empty; the answer is a copy. @throws {InvalidConfigError} VAL_2002 */
export function checkStringList(value: unknown, option: string): readonly string[] {
  const holds = Array.isArray(value) && value.length > 0 && value.every(isText)
  return [...(checkOption(holds, value, option, 'a non-empty array of non-empty strings') as string[])]
}
