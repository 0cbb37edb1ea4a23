import type { TokenHeader } from '@auth/jwks'
import { invalidToken, quote } from './invalid-token.ts'

/** Which tokens pass as access tokens: the whole of RFC 9068, or every JWT that is not marked as something else. */
export type TokenProfile = 'rfc9068' | 'jwt'

/** The media type in `typ`, which may leave `application/` out and is compared without case (RFC 7515 §4.1.9). */
export function readTokenType({ typ }: TokenHeader): string | undefined {
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined
}

const typesByProfile: Readonly<Record<TokenProfile, readonly (string | undefined)[]>> = {
  rfc9068: ['at+jwt'],
  jwt: ['at+jwt', 'jwt', undefined],
}

/** `typ` is one of the allowed, where undefined allows that there is none (RFC 8725 §3.11). */
export function checkTypeAmong(header: TokenHeader, types: readonly (string | undefined)[]): void {
  if (types.includes(header['typ'] as string | undefined) || types.includes(readTokenType(header))) return
  const expected = types.map((type) => type ?? 'none').join(' or ')
  throw invalidToken('typ', `token type does not match: expected ${expected}, got ${quote(header['typ'])}`)
}

/** `typ` is an access token's (RFC 9068 §4). */
export function checkTokenType(header: TokenHeader, profile: TokenProfile): void {
  checkTypeAmong(header, typesByProfile[profile])
}

/** Claims that only an ID token or a logout token has (OpenID Connect Core 2, Back-Channel Logout 2.4). */
const foreignClaims = ['nonce', 'at_hash', 'c_hash', 'events'] as const
/** What some providers write into `typ` or `token_use` among the claims. */
const foreignUses: ReadonlySet<unknown> = /* @__PURE__ */ new Set(['id', 'refresh', 'offline', 'logout'])

function isForeignUse(value: unknown): boolean {
  return typeof value === 'string' && foreignUses.has(value.toLowerCase())
}

/** The token is not marked as an ID, refresh or logout token (RFC 8725 §3.12). */
export function checkTokenKind(claims: Readonly<Record<string, unknown>>): void {
  const foreign =
    foreignClaims.find((name) => claims[name] !== undefined) ?? (['token_use', 'typ'] as const).find((name) => isForeignUse(claims[name]))
  if (foreign !== undefined)
    throw invalidToken('kind', `token is marked by "${foreign}" as something other than an access token`, { claim: foreign })
}
