import { checkObject, checkOneOf, checkOption, checkSeconds, checkString, checkStringList } from '@auth/core-errors/options'
import { isResource } from '../token/is-resource.ts'

/** How the provider answers: in the query, as a form that the browser posts, or signed (JARM). */
export type ResponseMode = 'query' | 'form_post' | 'query.jwt' | 'form_post.jwt' | 'jwt'

/** What an authorization request asks for. */
export interface AuthorizationParameters {
  /** Where the provider sends the person back to. @default the configuration's `redirectUri` */
  readonly redirectUri?: string | undefined
  /** @default the configuration's `scopes` */
  readonly scopes?: readonly string[] | undefined
  /** Whether to bind the code to this client's secret (RFC 7636). Public clients and `fapi2` must. @default true */
  readonly usePkce?: boolean | undefined
  /** What the provider must, or must not, show: `login`, `consent`, `none`, `select_account`, `create`. */
  readonly prompt?: string | readonly string[] | undefined
  /** How long ago the sign-in may be, in seconds. */
  readonly maxAgeSeconds?: number | undefined
  /** The authentication contexts wanted, best first. */
  readonly acrValues?: readonly string[] | undefined
  /** Single claims wanted (OpenID Connect Core 5.5). */
  readonly claims?: Readonly<Record<string, unknown>> | undefined
  /** The APIs that the tokens will be used at (RFC 8707). @default the configuration's `audience`, when it is a URI */
  readonly resource?: string | readonly string[] | undefined
  /** Rich authorization details (RFC 9396). */
  readonly authorizationDetails?: readonly Readonly<Record<string, unknown>>[] | undefined
  /** @default the provider's: `query` */
  readonly responseMode?: ResponseMode | undefined
  /** Who is probably signing in. */
  readonly loginHint?: string | undefined
  readonly idTokenHint?: string | undefined
  /** The languages that the person reads, best first. */
  readonly uiLocales?: readonly string[] | undefined
  /** The thumbprint of the key that the code is to be bound to (RFC 9449 §10): that of this client. @default its own key's, with DPoP */
  readonly dpopJkt?: string | undefined
  /** Whether to push the request (RFC 9126). @default when the provider demands it, and under `fapi2` */
  readonly usePushedRequest?: boolean | undefined
  /** Further parameters, of other names than those that this client sets by itself. */
  readonly extra?: Readonly<Record<string, string>> | undefined
}

/** What only the client itself sets: else one request could be turned into another. */
const reserved: ReadonlySet<string> = new Set(
  `client_id client_secret client_assertion client_assertion_type response_type redirect_uri scope state nonce code_challenge
  code_challenge_method prompt max_age acr_values claims resource authorization_details response_mode login_hint id_token_hint
  ui_locales dpop_jkt request request_uri`.split(/\s+/),
)

const responseModes: readonly ResponseMode[] = ['query', 'form_post', 'query.jwt', 'form_post.jwt', 'jwt']

/** The parameters that the caller decides, as they go over the wire. @throws {InvalidConfigError} VAL_2002 naming the parameter */
export function toWireParameters(parameters: AuthorizationParameters): readonly (readonly [string, string])[] {
  const { prompt, maxAgeSeconds, acrValues, claims, authorizationDetails: details, responseMode, uiLocales } = parameters
  const entries: Readonly<Record<string, string | undefined>> = {
    prompt: prompt === undefined ? undefined : toPrompt(prompt),
    max_age: maxAgeSeconds === undefined ? undefined : String(Math.floor(checkSeconds(maxAgeSeconds, 'maxAgeSeconds'))),
    acr_values: acrValues && checkStringList(acrValues, 'acrValues').join(' '),
    claims: claims && JSON.stringify(checkObject(claims, 'claims')),
    authorization_details: details && JSON.stringify(checkOption(Array.isArray(details), details, 'authorizationDetails', 'an array')),
    response_mode: responseMode && checkOneOf(responseMode, 'responseMode', responseModes),
    login_hint: parameters.loginHint && checkString(parameters.loginHint, 'loginHint'),
    id_token_hint: parameters.idTokenHint && checkString(parameters.idTokenHint, 'idTokenHint'),
    ui_locales: uiLocales && checkStringList(uiLocales, 'uiLocales').join(' '),
    ...checkExtra(parameters.extra ?? {}),
  }
  const given = Object.entries(entries).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return [...given, ...toResources(parameters.resource).map((resource) => ['resource', resource] as const)]
}

function toPrompt(prompt: string | readonly string[]): string {
  const words = typeof prompt === 'string' ? checkString(prompt, 'prompt').split(' ') : checkStringList(prompt, 'prompt')
  checkOption(words.length === 1 || !words.includes('none'), words, 'prompt', 'none alone, or others')
  return words.join(' ')
}

function toResources(resource: string | readonly string[] = []): readonly string[] {
  const list = typeof resource === 'string' ? [resource] : resource
  checkOption(Array.isArray(list) && list.every(isResource), resource, 'resource', 'absolute URIs without a fragment')
  return list
}

function checkExtra(extra: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(checkObject(extra, 'extra'))) {
    checkOption(!reserved.has(name), undefined, `extra.${name}`, 'left out: the client sets it by itself')
    checkOption(typeof value === 'string', value, `extra.${name}`, 'a string')
  }
  return extra
}
