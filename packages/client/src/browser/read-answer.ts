import { ProtocolError, RateLimitError, ServiceUnavailableError } from '@auth/core-errors'
import { toRefusal } from '../authorization/to-refusal.ts'

/** The members of an answer; none for what is no JSON object. */
export type Members = Readonly<Record<string, unknown>>

/**
 * The members of a good answer.
 * @throws {ServiceUnavailableError} SRV_5002 for a status of 500 and more, {RateLimitError} RATE_4001 for 429
 * @throws {AuthPlatformError} what the provider's `error` stands for; {ProtocolError} SRV_5003 without one
 */
export async function readAnswer(response: Response): Promise<Members> {
  const { status: statusCode, ok } = response
  const body: Members = Object(await response.json().catch(() => undefined))
  if (ok) return body
  const message = `the provider answered ${statusCode}`
  if (statusCode > 499) throw new ServiceUnavailableError(message, { statusCode })
  if (statusCode === 429) throw new RateLimitError(message, { statusCode })
  const { error, error_description: description } = body
  throw typeof error === 'string' ? toRefusal(error, description) : new ProtocolError(message, { statusCode })
}
