import { InvalidConfigError } from '../validation-errors.ts'

/**
 * Throws for the first option, by its name, that does not hold: many checks for the price of one, where bytes count. The
 * other checks tell what was expected, too.
 * @throws {InvalidConfigError} VAL_2002
 */
export function checkOptions(checks: Readonly<Record<string, unknown>>): void {
  for (const option in checks) {
    if (!checks[option]) throw new InvalidConfigError(`invalid option "${option}"`, { details: { option } })
  }
}
