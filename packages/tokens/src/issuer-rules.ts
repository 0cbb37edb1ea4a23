import { checkObject, checkOneOf, checkOption, checkString, checkStringList, checkUrl } from '@auth/core-errors/options'
import type { KeyResolver } from '@auth/jwks'
import type { TokenProfile } from './check-token-type.ts'
import { createKeyResolver } from './create-key-resolver.ts'
import { parseAlgorithms } from './parse-algorithms.ts'
import type { CommonValidatorOptions, IssuerOptions, IssuerRulesOptions, TokenValidatorOptions } from './token-validator-options.ts'

/** What a token of one issuer is judged by. */
export interface IssuerRules {
  readonly issuer: string
  /** `null` when the audience is not checked. */
  readonly audiences: readonly string[] | null
  readonly algorithms: ReadonlySet<string>
  readonly profile: TokenProfile
  readonly clientId: string | undefined
  readonly requiredClaims: readonly string[]
  readonly keys: KeyResolver
}

function parseAudiences(audience: unknown): readonly string[] | null {
  if (audience === null) return null
  checkOption(audience !== undefined, audience, 'audience', 'written out: whom the tokens must be for, or null to switch this check off')
  return typeof audience === 'string' ? [checkString(audience, 'audience')] : checkStringList(audience, 'audience')
}

/** An issuer is the URL that discovery starts from; one whose keys are given may be any name that is not an insecure URL. */
function parseIssuer({ issuer, jwks, jwksUri }: IssuerOptions, allowInsecureLoopback: boolean | undefined): string {
  const isName = (jwks !== undefined || jwksUri !== undefined) && !/^http:/i.test(checkString(issuer, 'issuer'))
  return isName ? issuer : checkUrl(issuer, 'issuer', allowInsecureLoopback)
}

/** What one of several issuers leaves open is taken from the options beside the list. */
function parseRules<Claims>(given: IssuerOptions, common: CommonValidatorOptions<Claims> & IssuerRulesOptions): IssuerRules {
  const {
    audience,
    algorithms = common.algorithms,
    profile = common.profile ?? 'jwt',
    clientId = common.clientId,
    requiredClaims = common.requiredClaims,
  } = checkObject(given, 'issuers')
  return {
    issuer: parseIssuer(given, common.allowInsecureLoopback),
    audiences: parseAudiences(audience),
    algorithms: parseAlgorithms(algorithms),
    profile: checkOneOf(profile, 'profile', ['rfc9068', 'jwt']),
    clientId: clientId === undefined ? undefined : checkString(clientId, 'clientId'),
    requiredClaims: requiredClaims === undefined ? [] : checkStringList(requiredClaims, 'requiredClaims'),
    keys: createKeyResolver(given, common),
  }
}

function listIssuers<Claims>(options: TokenValidatorOptions<Claims>): readonly IssuerOptions[] {
  if (options.issuers !== undefined) {
    checkOption(Array.isArray(options.issuers) && options.issuers.length > 0, options.issuers, 'issuers', 'a non-empty array')
    const perIssuer = ['issuer', 'audience', 'jwks', 'jwksUri'].find((name) => Reflect.get(options, name) !== undefined)
    checkOption(perIssuer === undefined, '', perIssuer ?? '', 'left out beside "issuers", where each issuer has its own')
    return options.issuers
  }
  if (!('baseUrl' in options) || options.baseUrl === undefined) return [options as IssuerOptions]
  const { baseUrl, clientId, issuer = baseUrl, audience = clientId } = options
  return [{ ...options, issuer, audience }]
}

/** The rules of each issuer, by its name. */
export function parseIssuerRules<Claims>(options: TokenValidatorOptions<Claims>): ReadonlyMap<string, IssuerRules> {
  const rules = listIssuers(options).map((issuer) => parseRules(issuer, options))
  const byIssuer = new Map(rules.map((each) => [each.issuer, each]))
  checkOption(byIssuer.size === rules.length, '', 'issuers', 'issuers that differ')
  return byIssuer
}
