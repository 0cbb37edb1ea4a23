import { InvalidConfigError } from '../validation-errors.ts'

/**
 * The value, if what was asked of it holds. The error tells what kind of value came, and of values only numbers: the
 * option may be a secret.
 * @param option its name, as `details.option` and the message tell it
 * @param expected completes the sentence "option … must be"
 * @throws {InvalidConfigError} VAL_2002
 */
export function checkOption<T>(holds: boolean, value: T, option: string, expected: string): T {
  if (holds) return value
  const got = typeof value === 'number' || value === null ? String(value) : value === '' ? 'an empty string' : typeof value
  throw new InvalidConfigError(`option "${option}" must be ${expected}, got ${got}`, { details: { option } })
}
