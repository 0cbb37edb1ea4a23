import { TokenInvalidError } from '@auth/core-errors'

/** Throws for the first check, by its name, that does not hold. */
export function checkEach(checks: Readonly<Record<string, unknown>>): void {
  for (const check in checks)
    if (!checks[check]) throw new TokenInvalidError(`the ID token fails the check "${check}"`, { details: { check } })
}
