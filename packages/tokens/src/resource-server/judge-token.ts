import { checkOption } from '@auth/core-errors/options'
import { noOptions } from '../access-token-question.ts'
import { adopt, type Eventual } from '../chain.ts'
import type { Clock } from '../check-time.ts'
import { checkTokenText, decodeToken, defaultMaxTokenBytes } from '../decode-token.ts'
import type { TokenClaims } from '../token-claims.ts'
import { waitForKeys } from '../key-access.ts'
import type { TokenValidatorOptions } from '../token-validator-options.ts'
import { parseValidatorSettings } from '../parse-validator-settings.ts'
import { verifyAccessToken } from '../verify-access-token.ts'
import { checkIntrospectedToken, type IntrospectionRules, type JudgedToken } from './check-introspected-token.ts'
import type { Introspection } from './introspection.ts'
import type { KnownIssuers } from './known-issuers.ts'
import type { ResourceServerListener } from './resource-server-event.ts'
import type { ResourceServerOptions } from './resource-server-options.ts'

/** Whether a token is good, and what it says: answers, or throws, at once where nothing has to be waited for. */
export type JudgeToken<Claims> = (token: string) => Eventual<JudgedToken<Claims>>

/** What opaque tokens are judged by. */
export interface JudgeContext {
  readonly clock: Clock
  readonly issuers: KnownIssuers
  readonly introspection: Introspection | undefined
  readonly emit: ResourceServerListener | undefined
}

/** Signed or encrypted JWTs have three or five parts; everything else is opaque. */
function isOpaque(token: string): boolean {
  const parts = token.split('.', 6).length
  return parts !== 3 && parts !== 5
}

function createValidation<Claims extends TokenClaims>(
  options: ResourceServerOptions<Claims, never>,
  emit: ResourceServerListener | undefined,
): JudgeToken<Claims> {
  const given = options.validator
  if (given === undefined) {
    const { onKeyEvent = emit } = options
    const settings = parseValidatorSettings<Claims>({ ...options, onKeyEvent })
    return (token) => verifyAccessToken({ token, options: noOptions, access: waitForKeys, settings })
  }
  checkOption(typeof given?.validate === 'function', given, 'validator', 'a TokenValidator')
  if (typeof given.verify === 'function') return (token) => adopt(given.verify!(token))
  return async (token) => {
    const claims = await given.validate(token)
    return { payload: { ...claims, ...readBinding(token) }, claims }
  }
}

/** The binding in a JWT that was found good: a schema that leaves `cnf` out of the claims must not make a bound token a plain one. */
function readBinding(token: string): { readonly cnf?: unknown } {
  try {
    const { cnf } = decodeToken(token, { maxTokenBytes: Number.MAX_SAFE_INTEGER }).payload
    return cnf === undefined ? {} : { cnf }
  } catch {
    return {}
  }
}

/** @throws {InvalidConfigError} VAL_2002, naming the option */
export function createTokenJudge<Claims extends TokenClaims>(
  options: ResourceServerOptions<Claims, never>,
  { clock, issuers, introspection, emit }: JudgeContext,
): JudgeToken<Claims> {
  const validate = createValidation(options, emit)
  if (introspection === undefined) return validate
  checkOption(issuers.size > 0, undefined, 'issuer', 'given beside "validator" when there is "introspection"')
  const { claimsSchema, revoked, maxTokenBytes = defaultMaxTokenBytes } = options as Partial<TokenValidatorOptions<Claims>>
  const rules: IntrospectionRules<Claims> = { issuers, clock, claimsSchema, revoked }
  return (token) => {
    if (!isOpaque(token)) return validate(token)
    checkTokenText(token, maxTokenBytes)
    return introspection.introspect(token).then((result) => checkIntrospectedToken(result, rules))
  }
}
