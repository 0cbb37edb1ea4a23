import { ErrorFactory, ProtocolError } from '@auth/core-errors'

/** A provider's answer to a token request. */
export interface TokenResponse {
  readonly accessToken: string
  /** As the provider wrote it. */
  readonly tokenType: string
  /** When the access token expires, in seconds since the epoch, where the provider says it. */
  readonly expiresAt?: number
  /** What was granted: what the provider says, else what was asked for (RFC 6749 §5.1). */
  readonly scopes: readonly string[]
  /** The answer as it came. */
  readonly raw: Readonly<Record<string, unknown>>
}

/** What was asked for, and when. */
export interface TokenRequestContext {
  readonly requestedScopes: readonly string[]
  /** The wall clock, in milliseconds. */
  readonly now: () => number
}

/**
 * Turns the answer of a token endpoint into a {@link TokenResponse} (RFC 6749 §5.1).
 *
 * @throws {ProtocolError} SRV_5003, when the answer is no token response
 * @throws {AuthPlatformError} what `ErrorFactory.fromHttpResponse` makes of a refusal
 */
export async function parseTokenResponse(response: Response, { requestedScopes, now }: TokenRequestContext): Promise<TokenResponse> {
  if (response.status !== 200) throw await ErrorFactory.fromHttpResponse(response, { now })
  const raw = await readObject(response)
  const { access_token: accessToken, token_type: tokenType, expires_in: expiresIn, scope } = raw
  if (typeof accessToken !== 'string' || accessToken === '') throw broken('access_token')
  if (typeof tokenType !== 'string' || tokenType.toLowerCase() !== 'bearer') throw broken('token_type')
  if (expiresIn !== undefined && !isLifetime(expiresIn)) throw broken('expires_in')
  if (scope !== undefined && typeof scope !== 'string') throw broken('scope')
  return Object.freeze({
    accessToken,
    tokenType,
    ...(expiresIn !== undefined && { expiresAt: Math.floor(now() / 1000) + expiresIn }),
    scopes: scope === undefined ? requestedScopes : scope.split(' ').filter(Boolean),
    raw,
  })
}

function isLifetime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER
}

function broken(member: string): ProtocolError {
  return new ProtocolError(`the token endpoint's answer has no usable "${member}"`, { details: { check: member } })
}

async function readObject(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const value: unknown = await response.json().catch(() => undefined)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProtocolError("the token endpoint's answer is not a JSON object", { details: { check: 'json' } })
  }
  return Object.freeze(value as Record<string, unknown>)
}
