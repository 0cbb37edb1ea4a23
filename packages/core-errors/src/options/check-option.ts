import { InvalidConfigError } from '../validation-errors.ts'

/** What came, for people: of what kind it is, not what it says. */
function toKind(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'string' ? 'another string' : typeof value
}

/**
 * The value, if what was asked of it holds. The error tells what kind of value came, and of values only numbers: the
 * option may be a secret.
 * @param option its name, as `details.option` and the message tell it
 * @param expected completes the sentence "option … must be"
 * @throws {InvalidConfigError} VAL_2002
 */
export function checkOption<T>(holds: boolean, value: T, option: string, expected: string): T {
  if (holds) return value
  const got = typeof value === 'number' || value === null ? String(value) : value === '' ? 'an empty string' : toKind(value)
  throw new InvalidConfigError(`option "${option}" must be ${expected}, got ${got}`, { details: { option } })
}
