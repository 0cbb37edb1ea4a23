import { unusableMember } from '../http/read-object.ts'
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

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

/**
 * The {@link TokenResponse} that the members of a token endpoint's answer make (RFC 6749 §5.1). Its ID token is not checked here.
 * @throws {ProtocolError} SRV_5003, when they make none, or the token is of another kind than was asked for
 */
export function toTokenResponse(raw: Readonly<Record<string, unknown>>, context: TokenRequestContext): TokenResponse {
  const { requestedScopes, tokenType, now, correlationId } = context
  const {
    access_token: accessToken,
    token_type: issuedType,
    expires_in: expiresIn,
    scope,
    refresh_token: refreshToken,
    id_token: idToken,
  } = raw
  const kind = String(issuedType).toLowerCase()
  const isOfNone = context.isExchange === true && kind === 'n_a' && raw['issued_token_type'] !== accessTokenType
  const isUsable: Readonly<Record<string, boolean>> = {
    access_token: isText(accessToken),
    token_type: isText(issuedType) && (isOfNone || (tokenType === 'any' ? /^(bearer|dpop)$/.test(kind) : kind === tokenType)),
    expires_in: expiresIn === undefined || (typeof expiresIn === 'number' && expiresIn >= 0 && expiresIn <= Number.MAX_SAFE_INTEGER),
    scope: scope === undefined || typeof scope === 'string',
    refresh_token: refreshToken === undefined || isText(refreshToken),
    id_token: idToken === undefined || isText(idToken),
  }
  for (const member in isUsable) if (!isUsable[member]) throw unusableMember(member, 'the token endpoint', correlationId)
  return Object.freeze({
    accessToken,
    tokenType: issuedType,
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
