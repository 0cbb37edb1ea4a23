import { TokenExpiredError } from '@auth/core-errors'
import { checkOptions } from '@auth/core-errors/options'
import { decodeBase64url } from '#base64url'
import type { IdTokenClaims } from '../id-token/id-token-claims.ts'
import { checkEach } from './check-each.ts'
import { decodeParts, type Members } from './decode-parts.ts'
import { type FindKeys, verifyByPublishedKey } from './verify-by-published-key.ts'

/** What an ID token must fit: what was asked for, and what came with it. */
export interface IdTokenExpectation {
  /** The issuer, exactly as its tokens write it in `iss`. */
  readonly issuer: string
  /** The client id: the only audience. */
  readonly clientId: string
  /** The issuer's keys. */
  readonly findKeys: FindKeys
  /** The nonce of the authorization request; `null` leaves it unchecked (a refreshed token). */
  readonly nonce: string | null
  /** The `max_age` of the request, in seconds. */
  readonly maxAgeSeconds?: number | undefined
  /** The authentication contexts of which the token must tell one. */
  readonly acrValues?: readonly string[] | undefined
  /** The access token that came with it: `at_hash`, where it is, must be its hash. */
  readonly accessToken?: string | undefined
  /** The claims of the ID token that this one refreshes (OpenID Connect Core 12.2). */
  readonly previous?: IdTokenClaims | undefined
  /** The wall clock, in milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined
}

const toleranceSeconds = 10

function isText(value: unknown): boolean {
  return !!value && typeof value === 'string'
}

/** Absent, or a text like this. */
function isTextIfAny(value: unknown, pattern: RegExp = /^/): boolean {
  return value === undefined || (typeof value === 'string' && pattern.test(value))
}

/** The mark of an ID token, in `typ` or `token_use` among the claims (RFC 8725 §3.12). */
const idMark = /^id$/i

/** Whether a claim is the left half of the access token's hash, by the hash of the token's own algorithm (OpenID Connect Core 3.1.3.6). */
async function isTokenHash(claim: unknown, accessToken: string, alg: string): Promise<boolean> {
  const digest = await crypto.subtle.digest(`SHA-${/^..\d{3}$/.test(alg) ? alg.slice(2) : 512}`, new TextEncoder().encode(accessToken))
  return decodeBase64url(String(claim))?.join() === new Uint8Array(digest, 0, digest.byteLength / 2).join()
}

/**
 * The claims of a good ID token, frozen: the rules of `validateIdToken` in a form for browsers. Left out are encrypted
 * tokens, HS256, `c_hash` and further audiences; a member that stands twice counts as its last.
 *
 * @throws {InvalidConfigError} VAL_2002 for a requirement that is not what it must be: none is ever taken for no requirement
 * @throws {TokenInvalidError} AUTH_1002; `details.check` names the check
 * @throws {TokenExpiredError} AUTH_1001 when the token, good so far, has expired
 * @throws what `findKeys` throws
 * @see OpenID Connect Core 3.1.3.7 and 12.2
 */
export async function verifyIdToken(idToken: string, expected: IdTokenExpectation): Promise<IdTokenClaims> {
  const {
    issuer,
    clientId,
    findKeys,
    nonce,
    maxAgeSeconds,
    acrValues,
    accessToken,
    previous,
    now = Date.now,
  } = Object(expected) as IdTokenExpectation
  checkOptions({
    issuer: isText(issuer),
    clientId: isText(clientId),
    findKeys: typeof findKeys === 'function',
    nonce: nonce === null || isText(nonce),
    maxAgeSeconds: maxAgeSeconds === undefined || (Number.isFinite(maxAgeSeconds) && maxAgeSeconds >= 0),
    acrValues: acrValues === undefined || (Array.isArray(acrValues) && acrValues.every(isText)),
    accessToken: accessToken === undefined || isText(accessToken),
    previous: previous === undefined || Object(previous) === previous,
    now: typeof now === 'function',
  })
  const parts = decodeParts(idToken)
  const { header, claims } = parts
  checkEach({
    typ: isTextIfAny(header['typ'], /^(application\/)?jwt$/i),
    crit: !('crit' in header || 'b64' in header),
  })
  await verifyByPublishedKey(parts, findKeys)
  const { iss, sub, azp, exp, iat, nbf = iat, at_hash: tokenHash, acr, auth_time: signedInAt } = claims
  const latest = now() / 1000 + toleranceSeconds
  const audiences = [claims['aud']].flat()
  checkEach({
    iss: iss === issuer,
    // Nobody else is trusted with the token (3.1.3.7, 3).
    aud: audiences.length && audiences.every((audience) => audience === clientId),
    nbf: Number.isFinite(nbf) && (nbf as number) <= latest,
    iat: Number.isFinite(iat) && (iat as number) <= latest,
    exp: Number.isFinite(exp),
    kind: claims['events'] === undefined && isTextIfAny(claims['typ'], idMark) && isTextIfAny(claims['token_use'], idMark),
    sub: isText(sub),
    azp: azp === clientId || (azp === undefined && audiences.length === 1),
    nonce: nonce === null ? isTextIfAny(claims['nonce']) : claims['nonce'] === nonce,
    acr: acrValues ? acrValues.includes(acr as string) : isTextIfAny(acr),
    auth_time:
      signedInAt === undefined
        ? maxAgeSeconds === undefined
        : Number.isFinite(signedInAt) && !((signedInAt as number) < latest - (maxAgeSeconds ?? Infinity) - 2 * toleranceSeconds),
    at_hash: !accessToken || tokenHash === undefined || (await isTokenHash(tokenHash, accessToken, String(header['alg']))),
  })
  if (previous) checkSameSignIn(claims, previous)
  if (latest < (exp as number) + 2 * toleranceSeconds) return claims as IdTokenClaims
  throw new TokenExpiredError('the ID token has expired', { details: { check: 'exp', exp } })
}

/** A refreshed token is about the same user, client and sign-in (12.2). */
function checkSameSignIn(claims: Members, previous: Members): void {
  for (const name of ['sub', 'auth_time', 'azp', 'nonce']) checkEach({ [name]: (claims[name] ?? previous[name]) === previous[name] })
}
