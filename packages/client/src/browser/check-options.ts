import { InvalidConfigError } from '@auth/core-errors'

/** Throws for the first option, by its name, that does not hold. The checks of core-errors say more, at a price in bytes. */
export function checkOptions(checks: Readonly<Record<string, unknown>>): void {
  for (const option in checks) {
    if (!checks[option]) throw new InvalidConfigError(`invalid option "${option}"`, { details: { option } })
  }
}
