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
export function readNumericDate(claims: Readonly<Record<string, unknown>>, name: 'exp' | 'nbf' | 'iat' | 'auth_time'): number | undefined {
  const value = claims[name]
  if (value === undefined || Number.isFinite(value)) return value as number | undefined
  throw invalidToken(name, `token claim "${name}" is not a number`)
}

/** The token has begun, and was not made in the future (RFC 7519 §4.1.5 and §4.1.6). */
export function checkBegun(claims: Readonly<Record<string, unknown>>, { now, clockToleranceSeconds }: Clock): void {
  const latest = now() / 1000 + clockToleranceSeconds
  for (const name of ['nbf', 'iat'] as const) {
    const begin = readNumericDate(claims, name)
    // Written so that a clock that tells NaN lets nothing pass.
    if (begin !== undefined && !(begin <= latest))
      throw invalidToken(name, `token is not valid yet: "${name}" lies in the future`, { [name]: begin })
  }
}

/** When the token ends: `exp` is always required (RFC 7519 §4.1.4). */
export function readExpiry(claims: Readonly<Record<string, unknown>>): number {
  const exp = readNumericDate(claims, 'exp')
  if (exp === undefined) throw invalidToken('exp', 'token has no "exp"')
  return exp
}

/** The token has not ended: now is before `exp`. */
export function checkNotExpired(claims: Readonly<Record<string, unknown>>, { now, clockToleranceSeconds }: Clock): void {
  const exp = readExpiry(claims)
  if (!(now() / 1000 < exp + clockToleranceSeconds)) throw new TokenExpiredError('token has expired', { details: { check: 'exp', exp } })
}
