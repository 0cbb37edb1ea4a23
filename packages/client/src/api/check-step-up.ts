import { StepUpRequiredError } from '@auth/core-errors'
import { parseChallenges } from '../http/parse-challenges.ts'

/** Lets pass what is no demand for another sign-in (RFC 9470 §3). @throws {StepUpRequiredError} AUTH_1007 */
export function checkStepUp({ status, headers, body }: Response): void {
  const challenges = status === 401 ? parseChallenges(headers.get('www-authenticate')) : []
  const demand = challenges.find(({ parameters }) => parameters['error'] === 'insufficient_user_authentication')
  if (!demand) return
  // Nobody gets to read it.
  body?.cancel().catch(() => undefined)
  const { acr_values: acrValues, max_age: maxAge = '' } = demand.parameters
  throw new StepUpRequiredError('the API wants a stronger or newer sign-in', {
    acrValues: acrValues?.split(' ').filter(Boolean),
    maxAgeSeconds: /^\d{1,15}$/.test(maxAge) ? Number(maxAge) : undefined,
    statusCode: 401,
  })
}
