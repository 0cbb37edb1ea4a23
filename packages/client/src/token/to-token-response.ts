import { unusableMember } from '../http/read-object.ts'
import type { TokenResponse } from './token-response.ts'

/** What was asked for, and when. */
export interface TokenAnswerContext {
  readonly requestedScopes: readonly string[]
  /** Whether a kind of token, in lower case, is one that the client can use. */
  readonly isTokenType: (type: string) => boolean
  /** The wall clock, in milliseconds. */
  readonly now: () => number
  readonly correlationId?: string | undefined
}

/**
 * The {@link TokenResponse} that the members of a token endpoint's answer make (RFC 6749 §5.1). Its ID token is not checked here.
 * @throws {ProtocolError} SRV_5003, when they make none, or the token is of another kind than was asked for
 */
export function toTokenResponse(raw: Readonly<Record<string, unknown>>, context: TokenAnswerContext): TokenResponse {
  const { requestedScopes, isTokenType, now, correlationId } = context
  const {
    access_token: accessToken,
    token_type: tokenType,
    expires_in: expiresIn,
    scope,
    refresh_token: refreshToken,
    id_token: idToken,
  } = raw
  const isUsable: Readonly<Record<string, boolean>> = {
    access_token: isText(accessToken),
    token_type: isText(tokenType) && isTokenType((tokenType as string).toLowerCase()),
    expires_in: expiresIn === undefined || (typeof expiresIn === 'number' && expiresIn >= 0 && expiresIn <= Number.MAX_SAFE_INTEGER),
    scope: scope === undefined || typeof scope === 'string',
    refresh_token: refreshToken === undefined || isText(refreshToken),
    id_token: idToken === undefined || isText(idToken),
  }
  for (const member in isUsable) if (!isUsable[member]) throw unusableMember(member, 'the token endpoint', correlationId)
  return Object.freeze({
    accessToken,
    tokenType,
    ...(expiresIn !== undefined && { expiresAt: Math.floor(now() / 1000) + (expiresIn as number) }),
    scopes: Object.freeze(scope === undefined ? [...requestedScopes] : (scope as string).split(' ').filter(Boolean)),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(idToken !== undefined && { idToken }),
    raw,
  }) as TokenResponse // whose members the table has shown to be what they must be
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
