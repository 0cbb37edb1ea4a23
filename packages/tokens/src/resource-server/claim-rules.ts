import { ServiceUnavailableError } from '@auth/core-errors'
import { checkFunction, checkObject, checkOption } from '@auth/core-errors/options'
import { disregard } from '../tell-listener.ts'
import type { TokenClaims } from '../token-claims.ts'

/** What a claim is compared with. */
export type ClaimValue = string | number | boolean | null

/** What one claim must be. All that is given must hold, and a claim that is absent fails. */
export interface ClaimRule {
  /** The claim is exactly this value. */
  readonly equals?: ClaimValue | undefined
  /** The claim is an array, or a string of words separated by spaces, that holds every one of these values. */
  readonly includes?: ClaimValue | readonly ClaimValue[] | undefined
  /** The claim is let pass by this function: by `true` and by nothing else. What it throws counts as an outage. */
  readonly predicate?: ((value: unknown, claims: TokenClaims) => boolean) | undefined
}

/** A rule for each claim by its name, or a function that lets all of them pass by `true`. */
export type ClaimsRequirement = Readonly<Record<string, ClaimRule>> | ((claims: TokenClaims) => boolean)

/** One thing that claims must satisfy. */
export interface ClaimCheck {
  /** The claim that it is about; none when it is about them all. */
  readonly claim: string | undefined
  readonly holds: (claims: TokenClaims) => boolean
}

/** Asks a function of the program's: `true` alone holds, and what it throws is an outage, whatever it calls itself. */
function ask(judge: () => unknown): boolean {
  try {
    const answer = judge()
    disregard(answer)
    return answer === true
  } catch (cause) {
    throw new ServiceUnavailableError('the claims cannot be checked now', { cause })
  }
}

function isClaimValue(value: unknown): value is ClaimValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function includesAll(claim: unknown, expected: readonly ClaimValue[]): boolean {
  const values: unknown = typeof claim === 'string' ? claim.split(' ') : claim
  return Array.isArray(values) && expected.every((value) => values.includes(value))
}

function parseRule(claim: string, rule: unknown, option: string): readonly ClaimCheck[] {
  const { equals, includes, predicate, ...unknown } = checkObject(rule, option) as ClaimRule
  const [slip] = Object.keys(unknown)
  checkOption(slip === undefined, undefined, `${option}.${slip}`, 'left out: there is no such rule')
  const read = (claims: TokenClaims): unknown => (Object.hasOwn(claims, claim) ? claims[claim] : undefined)
  const checks: ClaimCheck[] = []
  if (equals !== undefined) {
    checkOption(isClaimValue(equals), equals, `${option}.equals`, 'a string, a number, a boolean or null')
    checks.push({ claim, holds: (claims) => read(claims) === equals })
  }
  if (includes !== undefined) {
    const expected: readonly ClaimValue[] = Array.isArray(includes) ? [...includes] : [includes]
    const isList = expected.length > 0 && expected.every(isClaimValue)
    checkOption(isList, includes, `${option}.includes`, 'a value, or a non-empty array of values')
    checks.push({ claim, holds: (claims) => includesAll(read(claims), expected) })
  }
  if (predicate !== undefined) {
    checkFunction(predicate, `${option}.predicate`)
    checks.push({ claim, holds: (claims) => Object.hasOwn(claims, claim) && ask(() => predicate(claims[claim], claims)) })
  }
  checkOption(checks.length > 0, rule, option, 'an object with equals, includes or predicate')
  return checks
}

/** @throws {InvalidConfigError} VAL_2002, naming the rule */
export function parseClaimsRequirement(claims: unknown, option: string): readonly ClaimCheck[] {
  if (typeof claims === 'function') {
    const judge = claims as (claims: TokenClaims) => unknown
    return [{ claim: undefined, holds: (all) => ask(() => judge(all)) }]
  }
  const rules = Object.entries(checkObject<unknown>(claims, option))
  checkOption(rules.length > 0, claims, option, 'a function, or an object with a rule for at least one claim')
  return rules.flatMap(([claim, rule]) => parseRule(claim, rule, `${option}.${claim}`))
}
