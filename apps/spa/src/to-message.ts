import { isAuthPlatformError } from '@auth/core-errors'

/** What a person reads when something went wrong. */
export function toMessage(error: unknown): string {
  if (!isAuthPlatformError(error)) return 'Something went wrong. Please try again.'
  if (error.code === 'AUTH_1010') return 'The sign-in was not completed.'
  if (error.retryable) return 'The service cannot be reached right now. Please try again in a moment.'
  return `That did not work: ${error.message}.`
}
