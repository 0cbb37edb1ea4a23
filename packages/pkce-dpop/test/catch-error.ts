import { isAuthPlatformError, type AuthPlatformError } from '@auth/core-errors'

/** The typed error that the work fails with; anything else fails the test. */
export async function catchError(work: () => unknown): Promise<AuthPlatformError> {
  try {
    await work()
  } catch (error) {
    if (isAuthPlatformError(error)) return error
    throw error
  }
  throw new Error('it did not throw')
}
