import { checkObject, checkSeconds, checkStringList } from '@auth/core-errors/options'
import { readAudiences } from '../check-audience.ts'
import { type Clock, readNumericDate } from '../check-time.ts'
import { invalidToken, quote } from '../invalid-token.ts'
import type { IdTokenOptions } from './id-token-options.ts'

type Claims = Readonly<Record<string, unknown>>

/** Nobody whom the client does not trust shares the token, and it was issued to this client (3.1.3.7, 3 to 5). */
function checkAuthorizedParty(claims: Claims, { clientId, trustedAudiences }: IdTokenOptions): void {
  const audiences = readAudiences(claims)
  const trusted = trustedAudiences === undefined ? [] : checkStringList(trustedAudiences, 'trustedAudiences')
  const untrusted = audiences.find((audience) => audience !== clientId && !trusted.includes(audience))
  if (untrusted !== undefined) throw invalidToken('aud', `ID token is also for ${quote(untrusted)}, which is not trusted`)
  const { azp } = claims
  if (azp === undefined && audiences.length === 1) return
  if (azp !== clientId) throw invalidToken('azp', `authorized party does not match: expected ${quote(clientId)}, got ${quote(azp)}`)
}

/** The request's nonce and the token's are the same one, or there is neither (3.1.3.7, 11). */
function checkNonce({ nonce }: Claims, expected: string | null | undefined): void {
  if (nonce !== undefined && typeof nonce !== 'string') throw invalidToken('nonce', 'ID token claim "nonce" is not a string')
  if (expected !== null && nonce !== expected) throw invalidToken('nonce', 'nonce does not match that of the authorization request')
}

/** The sign-in is as strong as was asked for (3.1.3.7, 12). */
function checkContext({ acr }: Claims, acrValues: readonly string[] | undefined): void {
  if (acr !== undefined && typeof acr !== 'string') throw invalidToken('acr', 'ID token claim "acr" is not a string')
  if (acrValues === undefined) return
  const expected = checkStringList(acrValues, 'acrValues')
  if (acr !== undefined && expected.includes(acr)) return
  throw invalidToken('acr', `authentication context does not match: expected ${expected.map(quote).join(' or ')}, got ${quote(acr)}`)
}

/** The sign-in is as recent as was asked for (3.1.3.7, 13). */
function checkSignInTime(claims: Claims, maxAgeSeconds: number | undefined, { now, clockToleranceSeconds }: Clock): void {
  const signedInAt = readNumericDate(claims['auth_time'], 'auth_time')
  if (maxAgeSeconds === undefined) return
  const earliest = now() / 1000 - checkSeconds(maxAgeSeconds, 'maxAgeSeconds') - clockToleranceSeconds
  if (signedInAt === undefined || !(signedInAt >= earliest)) throw invalidToken('auth_time', 'the user must have signed in more recently')
}

/** A refreshed token is about the same sign-in (12.2). */
function checkSameSignIn(claims: Claims, previous: Claims | undefined): void {
  if (previous === undefined) return
  const { iss, sub, auth_time: signedInAt, azp, nonce } = checkObject(previous, 'previous')
  if (claims['iss'] !== iss) throw invalidToken('iss', 'refreshed ID token has another issuer')
  if (claims['sub'] !== sub) throw invalidToken('sub', 'refreshed ID token is about another user')
  if ((claims['auth_time'] ?? signedInAt) !== signedInAt) throw invalidToken('auth_time', 'refreshed ID token tells another sign-in')
  if ((claims['azp'] ?? azp) !== azp) throw invalidToken('azp', 'refreshed ID token was issued to another party')
  if ((claims['nonce'] ?? nonce) !== nonce) throw invalidToken('nonce', 'refreshed ID token has another nonce')
  const audiences = readAudiences(claims)
  const isSame =
    audiences.length === readAudiences(previous).length && readAudiences(previous).every((audience) => audiences.includes(audience))
  if (!isSame) throw invalidToken('aud', 'refreshed ID token has other audiences')
}

function isOtherUse(value: unknown): boolean {
  return value !== undefined && !(typeof value === 'string' && value.toLowerCase() === 'id')
}

/** An ID token marked as something else by its provider, or as a logout token, is none (RFC 8725 §3.12). */
function checkIsIdToken(claims: Claims): void {
  const mark = claims['events'] === undefined ? ['typ', 'token_use'].find((name) => isOtherUse(claims[name])) : 'events'
  if (mark !== undefined) throw invalidToken('kind', `token is marked by "${mark}" as something other than an ID token`, { claim: mark })
}

/** What an ID token must say beyond issuer, audience and time (OpenID Connect Core 2 and 3.1.3.7). */
export function checkIdTokenClaims(claims: Claims, options: IdTokenOptions, clock: Clock): void {
  checkIsIdToken(claims)
  const { sub } = claims
  if (typeof sub !== 'string' || sub === '') throw invalidToken('sub', 'ID token has no "sub"')
  checkAuthorizedParty(claims, options)
  checkNonce(claims, options.nonce)
  checkContext(claims, options.acrValues)
  checkSignInTime(claims, options.maxAgeSeconds, clock)
  checkSameSignIn(claims, options.previous)
}
