import { checkFunction, checkInteger, checkObject, checkOption } from '@auth/core-errors/options'
import { parseDecryptionOptions } from '#decrypt-token'
import { createVerifiedTokenCache } from '#recall-or-verify'
import { parseClock } from './check-time.ts'
import { defaultMaxTokenBytes } from './decode-token.ts'
import { parseIssuerRules } from './issuer-rules.ts'
import type { TokenValidatorOptions } from './token-validator-options.ts'
import type { ValidatorSettings } from './validator-settings.ts'

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
    cache: verifiedTokenCache === false ? undefined : createVerifiedTokenCache(verifiedTokenCache, monotonicNow),
  }
}
