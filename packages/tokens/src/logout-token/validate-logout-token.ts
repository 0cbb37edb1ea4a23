import { checkFunction, checkObject } from '@auth/core-errors/options'
import { sha256 } from '#sha256'
import { toKeyResolver } from '../create-key-resolver.ts'
import { invalidToken } from '../invalid-token.ts'
import { parseAlgorithms } from '../parse-algorithms.ts'
import { type ClientTokenOptions, verifyClientToken } from '../verify-client-token.ts'
import { verifyIssuerSignature } from '../verify-issuer-signature.ts'
import type { LogoutTokenClaims } from './logout-token-claims.ts'

/** What validating a logout token takes. */
export interface LogoutTokenOptions extends ClientTokenOptions {
  /** The signature algorithms that are taken. @default every supported asymmetric one */
  readonly algorithms?: readonly string[] | undefined
  /** Remembers which tokens were used, so that each is taken once: a `ReplayStore`. Without it a token may be used again until it expires. */
  readonly replayStore?: { readonly claim: (id: string, ttlSeconds: number) => Promise<boolean> } | undefined
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a logout token must say beyond issuer, audience and time (2.4 and 2.6). */
function checkLogoutClaims({ events, nonce, sub, sid, jti }: Readonly<Record<string, unknown>>): void {
  if (!isObject(events) || !isObject(events[logoutEvent])) throw invalidToken('events', 'logout token does not tell a logout')
  if (nonce !== undefined) throw invalidToken('nonce', 'logout token has a "nonce", which only an ID token may have')
  if (typeof jti !== 'string' || jti === '') throw invalidToken('jti', 'logout token has no "jti"')
  const names = [sub, sid].filter((name) => name !== undefined)
  const areNames = names.length > 0 && names.every((name) => typeof name === 'string' && name !== '')
  if (!areNames) throw invalidToken('sub', 'logout token has neither "sub" nor "sid", or one that is not a string')
}

/**
 * The claims of a good logout token, deeply frozen: whose session, or which one, the provider has ended.
 * @throws {TokenInvalidError} AUTH_1002 when a check fails, which `details.check` names: `jti` for a token that was used before
 * @throws {TokenExpiredError} AUTH_1001 when the token, good so far, has expired
 * @throws {KeysUnavailableError} SRV_5004 when the issuer's keys cannot be had: an outage, not a bad token
 * @throws {InvalidConfigError} VAL_2002 for an option that is not what it must be
 * @see OpenID Connect Back-Channel Logout 2.4 and 2.6
 */
export async function validateLogoutToken(logoutToken: string, options: LogoutTokenOptions): Promise<LogoutTokenClaims> {
  const { jwks, replayStore } = checkObject(options, 'options')
  const algorithms = parseAlgorithms(options.algorithms)
  const keys = toKeyResolver(jwks)
  if (replayStore !== undefined) checkFunction(checkObject(replayStore, 'replayStore').claim, 'replayStore.claim')
  const { payload, clock } = await verifyClientToken(logoutToken, options, {
    types: ['logout+jwt', 'jwt', undefined],
    verifySignature: (token) => verifyIssuerSignature(token, keys, algorithms),
  })
  checkLogoutClaims(payload)
  const claims = payload as LogoutTokenClaims // which the checks before have shown
  const ttlSeconds = claims.exp + clock.clockToleranceSeconds - clock.now() / 1000
  const id = await sha256(JSON.stringify(['logout', claims.iss, claims.jti]))
  const isFirst: unknown = replayStore === undefined || (await replayStore.claim(id, ttlSeconds))
  if (isFirst !== true) throw invalidToken('jti', 'logout token was used before')
  return claims
}
