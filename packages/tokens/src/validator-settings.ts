import { checkFunction, checkInteger, checkObject, checkOption } from '@auth/core-errors/options'
import type { SigningKey } from '@auth/jwks'
import { parseDecryptionOptions } from '#decrypt-token'
import { type Clock, parseClock, type TimeWindow } from './check-time.ts'
import type { ClaimsSchema } from './claims-schema.ts'
import { defaultMaxTokenBytes } from './decode-token.ts'
import type { RequiredDecryptionOptions } from './decrypt-token.ts'
import { type IssuerRules, parseIssuerRules } from './issuer-rules.ts'
import type { TokenClaims } from './token-claims.ts'
import type { TokenValidatorOptions } from './token-validator-options.ts'
import type { VerifiedToken } from './verified-token.ts'
import { VerifiedTokenCache } from './verified-token-cache.ts'

/** A verified token, and what it takes to tell later whether it still is. */
export interface KnownToken<Claims> extends VerifiedToken<Claims> {
  readonly rules: IssuerRules
  readonly key: Pick<SigningKey, 'jwk'>
}

/** A verified token as it is remembered: with what makes it quick to tell whether its time has come and not passed. */
export interface RememberedToken<Claims> extends KnownToken<Claims> {
  readonly window: TimeWindow
}

/** A validator's options, checked and with their defaults. */
export interface ValidatorSettings<Claims> {
  readonly rulesByIssuer: ReadonlyMap<string, IssuerRules>
  readonly clock: Clock
  readonly maxTokenBytes: number
  readonly claimsSchema: ClaimsSchema<Claims> | undefined
  readonly revoked: ((claims: TokenClaims) => boolean | Promise<boolean>) | undefined
  readonly decryption: RequiredDecryptionOptions | undefined
  readonly cache: VerifiedTokenCache<RememberedToken<Claims>> | undefined
}

/** @throws {InvalidConfigError} VAL_2002, naming the option */
export function parseValidatorSettings<Claims>(options: TokenValidatorOptions<Claims>): ValidatorSettings<Claims> {
  const {
    maxTokenBytes = defaultMaxTokenBytes,
    claimsSchema,
    revoked,
    decryption,
    verifiedTokenCache = {},
  } = checkObject(options, 'options')
  const { monotonicNow = () => performance.now() } = options
  const isSchema = claimsSchema === undefined || typeof claimsSchema?.['~standard']?.validate === 'function'
  checkFunction(monotonicNow, 'monotonicNow')
  return {
    rulesByIssuer: parseIssuerRules(options),
    clock: parseClock(options),
    maxTokenBytes: checkInteger(maxTokenBytes, 'maxTokenBytes', 1),
    claimsSchema: checkOption(isSchema, claimsSchema, 'claimsSchema', 'a Standard Schema'),
    revoked: revoked === undefined ? undefined : checkFunction(revoked, 'revoked'),
    decryption: decryption === undefined ? undefined : parseDecryptionOptions(decryption),
    cache: verifiedTokenCache === false ? undefined : new VerifiedTokenCache(verifiedTokenCache, monotonicNow),
  }
}
