import type { IdTokenClaims } from '@auth/tokens'
import type { StoredTokens } from '../../token-store/token-store.ts'
import type { Session, SessionUser } from '../session.ts'

/** What an ID token says of itself, and not of the person. */
const technicalClaims: ReadonlySet<string> = new Set([
  'iss',
  'aud',
  'exp',
  'iat',
  'nbf',
  'jti',
  'nonce',
  'at_hash',
  'c_hash',
  's_hash',
  'azp',
  'sid',
  'auth_time',
  'acr',
  'amr',
])

/** What is known beside the tokens. */
export interface SessionTimes {
  readonly createdAt: number
  readonly expiresAt: number
}

/** The session as a program sees it; undefined without an ID token. */
export function toSession(
  { idTokenClaims, scopes, expiresAt: accessTokenExpiresAt }: StoredTokens,
  times: SessionTimes,
): Session | undefined {
  if (idTokenClaims === undefined) return undefined
  const { auth_time: authTime, acr } = idTokenClaims
  const { createdAt, expiresAt } = times
  const user = toUser(idTokenClaims)
  return Object.freeze({ user, claims: idTokenClaims, scopes, authTime, acr, createdAt, expiresAt, accessTokenExpiresAt })
}

function toUser(claims: IdTokenClaims): SessionUser {
  const personal = Object.entries(claims).filter(([name]) => !technicalClaims.has(name))
  return Object.freeze({ ...Object.fromEntries(personal), sub: claims.sub })
}
