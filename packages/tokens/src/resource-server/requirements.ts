import { checkInteger, checkObject, checkOneOf, checkOption, checkStringList } from '@auth/core-errors/options'
import { type ClaimCheck, type ClaimsRequirement, parseClaimsRequirement } from './claim-rules.ts'

/**
 * What a route asks for beyond a good token. All must hold. One that is there must say something: `undefined` is refused,
 * so that a configuration that lacks it opens nothing.
 */
export interface Requirements {
  /** The token must have every one of these scopes. */
  readonly scopes?: readonly string[]
  /** The token must have at least one of these scopes. */
  readonly anyScope?: readonly string[]
  /** What claims must be: a rule for each, or a function that judges them all. */
  readonly claims?: ClaimsRequirement
  /** The caller must have every one of these roles; where they are is a matter of `claimPaths`. */
  readonly roles?: readonly string[]
  /** The caller must have every one of these permissions; where they are is a matter of `claimPaths`. */
  readonly permissions?: readonly string[]
  /** How the user must have signed in: one of these authentication contexts must be the token's `acr` (RFC 9470 §4). */
  readonly acr?: string | readonly string[]
  /** How long ago the user may have signed in, by the token's `auth_time`, in whole seconds (RFC 9470 §4). */
  readonly maxAgeSeconds?: number
  /** Asks the issuer whether the token is still good, although it was verified here. Needs the option `introspection`. */
  readonly introspect?: boolean
}

/** Requirements that are known to be well formed. */
export interface ParsedRequirements {
  readonly scopes?: readonly string[]
  readonly anyScope?: readonly string[]
  readonly claims?: readonly ClaimCheck[]
  readonly roles?: readonly string[]
  readonly permissions?: readonly string[]
  readonly acr?: readonly string[]
  readonly maxAgeSeconds?: number
  readonly introspect?: boolean
}

/** Scopes as RFC 6749 §3.3 has them: one with a space in it could never be granted. */
function parseScopes(value: unknown, option: string): readonly string[] {
  const scopes = checkStringList(value, option)
  const isGrammatical = scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))
  checkOption(isGrammatical, scopes, option, 'a list of single scopes, without spaces, quotes or backslashes')
  return scopes
}

type Parsers = { readonly [Name in keyof ParsedRequirements]-?: (value: unknown, option: string) => Required<ParsedRequirements>[Name] }

const parsers: Parsers = {
  scopes: parseScopes,
  anyScope: parseScopes,
  claims: parseClaimsRequirement,
  roles: checkStringList,
  permissions: checkStringList,
  acr: (value, option) => checkStringList(typeof value === 'string' ? [value] : value, option),
  maxAgeSeconds: (value, option) => checkInteger(value, option),
  introspect: (value, option) => checkOneOf(value, option, [true, false]),
}

/**
 * A copy of the requirements, once they are known to be well formed.
 * @throws {InvalidConfigError} VAL_2002, naming the requirement: an unknown one too, so that a slip guards nothing less
 */
export function parseRequirements(requirements: Requirements = {}): ParsedRequirements {
  const parsed: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(checkObject(requirements, 'requirements'))) {
    const option = `requirements.${name}`
    checkOption(Object.hasOwn(parsers, name), undefined, option, 'left out: there is no such requirement')
    checkOption(value !== undefined, value, option, 'given, or left out altogether')
    parsed[name] = parsers[name as keyof Parsers](value, option)
  }
  return Object.freeze(parsed)
}
