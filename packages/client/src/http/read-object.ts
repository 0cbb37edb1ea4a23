import { ErrorFactory, ProtocolError } from '@auth/core-errors'

/** What is expected of an answer. */
export interface AnswerExpectation {
  /** What answered, for the message: `the token endpoint`. */
  readonly from: string
  /** @default [200] */
  readonly statuses?: readonly number[] | undefined
  readonly now: () => number
  readonly correlationId?: string | undefined
}

/**
 * The JSON object of an answer that was expected.
 * @throws {ProtocolError} SRV_5003, check `json`, when it is none
 * @throws {AuthPlatformError} what `ErrorFactory.fromHttpResponse` makes of another status
 */
export async function readObject(response: Response, expectation: AnswerExpectation): Promise<Readonly<Record<string, unknown>>> {
  const { from, statuses = [200], now, correlationId } = expectation
  // Where discovery finds nothing, the usual paths below `baseUrl` are taken: a wrong one shows here.
  if (response.status === 404)
    throw new ProtocolError('nothing is where an endpoint is looked for: check baseUrl, or configure endpoints', {
      statusCode: 404,
      correlationId,
    })
  if (!statuses.includes(response.status)) throw await ErrorFactory.fromHttpResponse(response, { now, correlationId })
  const value: unknown = await response.json().catch(() => undefined)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.freeze(value as Record<string, unknown>)
  throw new ProtocolError(`the answer of ${from} is not a JSON object`, { details: { check: 'json' }, correlationId })
}

/** The error for a member of an answer that is not what it must be. */
export function unusableMember(member: string, from: string, correlationId?: string): ProtocolError {
  return new ProtocolError(`the answer of ${from} has no usable "${member}"`, { details: { check: member }, correlationId })
}

/** A member that must be there and be a non-empty string. @throws {ProtocolError} SRV_5003 */
export function readString(raw: Readonly<Record<string, unknown>>, member: string, from: string): string {
  const value = raw[member]
  if (typeof value === 'string' && value !== '') return value
  throw unusableMember(member, from)
}

/** A member that, where it is, must be a non-empty string. @throws {ProtocolError} SRV_5003 */
export function readOptionalString(raw: Readonly<Record<string, unknown>>, member: string, from: string): string | undefined {
  return raw[member] === undefined ? undefined : readString(raw, member, from)
}

/** A member that, where it is, must be a duration in seconds. @throws {ProtocolError} SRV_5003 */
export function readSeconds(raw: Readonly<Record<string, unknown>>, member: string, from: string): number | undefined {
  const value = raw[member]
  if (value === undefined || (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER)) return value
  throw unusableMember(member, from)
}
