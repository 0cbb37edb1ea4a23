import { TokenExpiredError } from '@auth/core-errors'
import { checkFunction, checkSeconds } from '@auth/core-errors/options'
import { invalidToken } from './invalid-token.ts'

/** The clock that `exp`, `nbf` and `iat` are compared with. */
export interface Clock {
  /** The wall clock, in milliseconds. */
  readonly now: () => number
  /** How far the issuer's clock may be from ours, in seconds. */
  readonly clockToleranceSeconds: number
}

/** The clock of options that may leave it open. @throws {InvalidConfigError} VAL_2002 */
export function parseClock({
  now = Date.now,
  clockToleranceSeconds = 10,
}: { readonly [Name in keyof Clock]?: Clock[Name] | undefined }): Clock {
  return { now: checkFunction(now, 'now'), clockToleranceSeconds: checkSeconds(clockToleranceSeconds, 'clockToleranceSeconds', 0, 60) }
}

/** A NumericDate, which is any finite number of seconds (RFC 7519 §2), or undefined where it is absent. */
export function readNumericDate(value: unknown, claim: 'exp' | 'nbf' | 'iat' | 'auth_time'): number | undefined {
  if (value === undefined || Number.isFinite(value)) return value as number | undefined
  throw invalidToken(claim, `token claim "${claim}" is not a number`)
}

function checkBegin(claim: 'nbf' | 'iat', begin: number | undefined, latest: number): void {
  // Written so that a clock that tells NaN lets nothing pass.
  if (begin === undefined || begin <= latest) return
  throw invalidToken(claim, `token is not valid yet: "${claim}" lies in the future`, { [claim]: begin })
}

/** The token has begun, and was not made in the future (RFC 7519 §4.1.5 and §4.1.6). */
export function checkBegun(claims: Readonly<Record<string, unknown>>, { now, clockToleranceSeconds }: Clock): void {
  const latest = now() / 1000 + clockToleranceSeconds
  checkBegin('nbf', readNumericDate(claims['nbf'], 'nbf'), latest)
  checkBegin('iat', readNumericDate(claims['iat'], 'iat'), latest)
}

/** When the token ends: `exp` is always required (RFC 7519 §4.1.4). */
export function readExpiry(claims: Readonly<Record<string, unknown>>): number {
  const exp = readNumericDate(claims['exp'], 'exp')
  if (exp === undefined) throw invalidToken('exp', 'token has no "exp"')
  return exp
}

/** The token has not ended: now is before `exp`. */
export function checkNotExpired(claims: Readonly<Record<string, unknown>>, { now, clockToleranceSeconds }: Clock): void {
  const exp = readExpiry(claims)
  if (!(now() / 1000 < exp + clockToleranceSeconds)) throw new TokenExpiredError('token has expired', { details: { check: 'exp', exp } })
}

/** When a token is good, as its claims say, in seconds since the epoch. */
export interface TimeWindow {
  readonly begin: number
  readonly end: number
}

/** The window of claims that {@link checkBegun} and {@link readExpiry} let pass. */
export function toTimeWindow({ nbf, iat, exp }: Readonly<Record<string, unknown>>): TimeWindow {
  return { begin: Math.max((nbf ?? -Infinity) as number, (iat ?? -Infinity) as number), end: exp as number }
}

/** Whether {@link checkBegun} and {@link checkNotExpired} would let the claims pass now. */
export function isInTime({ begin, end }: TimeWindow, { now, clockToleranceSeconds }: Clock): boolean {
  const seconds = now() / 1000
  return begin <= seconds + clockToleranceSeconds && seconds < end + clockToleranceSeconds
}
