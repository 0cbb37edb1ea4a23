import { readOptionalString, readSeconds, readString, unusableMember } from '../http/read-object.ts'
import type { TokenResponse } from './token-response.ts'

/** What was asked for, and when. */
export interface TokenRequestContext {
  readonly requestedScopes: readonly string[]
  /** The kind of token that the client can use: `dpop` when it uses DPoP (RFC 9449 §5), in lower case. `any` is either. */
  readonly tokenType: 'bearer' | 'dpop' | 'any'
  /** Whether what is issued may be no access token: then its kind is `N_A` (RFC 8693 §2.2.1). @default false */
  readonly isExchange?: boolean | undefined
  /** The wall clock, in milliseconds. */
  readonly now: () => number
  readonly correlationId?: string | undefined
}

const from = 'the token endpoint'
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

/**
 * The {@link TokenResponse} that the members of a token endpoint's answer make (RFC 6749 §5.1). Its ID token is not checked here.
 * @throws {ProtocolError} SRV_5003, when they make none, or the token is of another kind than was asked for
 */
export function toTokenResponse(raw: Readonly<Record<string, unknown>>, context: TokenRequestContext): TokenResponse {
  const { requestedScopes, tokenType, now, correlationId } = context
  const accessToken = readString(raw, 'access_token', from)
  const issuedType = readString(raw, 'token_type', from)
  const kind = issuedType.toLowerCase()
  const isOfNone = context.isExchange === true && kind === 'n_a' && raw['issued_token_type'] !== accessTokenType
  if (!isOfNone && (tokenType === 'any' ? !/^(bearer|dpop)$/.test(kind) : kind !== tokenType))
    throw unusableMember('token_type', from, correlationId)
  const expiresIn = readSeconds(raw, 'expires_in', from)
  const { scope } = raw
  if (scope !== undefined && typeof scope !== 'string') throw unusableMember('scope', from, correlationId)
  const refreshToken = readOptionalString(raw, 'refresh_token', from)
  const idToken = readOptionalString(raw, 'id_token', from)
  return Object.freeze({
    accessToken,
    tokenType: issuedType,
    ...(expiresIn !== undefined && { expiresAt: Math.floor(now() / 1000) + expiresIn }),
    scopes: Object.freeze(scope === undefined ? [...requestedScopes] : scope.split(' ').filter(Boolean)),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(idToken !== undefined && { idToken }),
    raw,
  })
}
