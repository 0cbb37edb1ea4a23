import { type AuthPlatformError, type ErrorCode, isAuthPlatformError } from '@auth/core-errors'

/** Rejects the check unless both are the same, compared as JSON. */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, got ${found}`)
}

/** The error that a call is refused with, which must have one of these codes. */
export async function expectRefusal(call: () => unknown, ...codes: readonly ErrorCode[]): Promise<AuthPlatformError> {
  let outcome: unknown
  try {
    outcome = await call()
  } catch (error) {
    if (isAuthPlatformError(error) && codes.includes(error.code)) return error
    throw new Error(`expected ${codes.join(' or ')}, got ${describe(error)}`, { cause: error })
  }
  throw new Error(`expected ${codes.join(' or ')}, got ${JSON.stringify(outcome)}`)
}

/** An error and what led to it, in one line. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = isAuthPlatformError(error) ? ` ${error.code}` : ''
  const cause = error.cause === undefined ? '' : ` (because of ${describe(error.cause)})`
  return `${error.name}${code}: ${error.message}${cause}`
}
