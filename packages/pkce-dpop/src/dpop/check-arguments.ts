import { InvalidConfigError } from '@auth/core-errors'

/**
 * Throws for the first argument, by its name, that does not hold. The checks of core-errors say more, at a price that
 * the browser budget of `DPoPKeyPair` does not cover.
 */
export function checkArguments(checks: Readonly<Record<string, unknown>>): void {
  for (const option in checks) {
    if (!checks[option]) throw new InvalidConfigError(`invalid option "${option}"`, { details: { option } })
  }
}
