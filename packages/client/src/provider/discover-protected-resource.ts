import { InvalidConfigError, ProtocolError } from '@auth/core-errors'
import { checkObject, checkOneOf, checkOption, checkString, checkUrl } from '@auth/core-errors/options'
import { HTTPExecutor } from '@auth/http-resilience'
import { fetchServerMetadata, type ServerMetadata } from '@auth/jwks'
import { parseChallenges } from '../http/parse-challenges.ts'
import { readObject } from '../http/read-object.ts'
import { isPublicHost } from './is-public-host.ts'

/** What {@link discoverProtectedResource} takes beside the URL. */
export interface DiscoverProtectedResourceOptions {
  /** The API's 401, whose challenge says where its metadata are. @default the well-known place */
  readonly response?: Response | undefined
  /** What the API calls itself, when that is not the URL. */
  readonly resource?: string | undefined
  /** Lets URLs that were learnt lead to private addresses. @default false */
  readonly allowPrivateAddresses?: boolean | undefined
  /** Lets plain http through on loopback addresses; they are private, too. @default false */
  readonly allowInsecureLoopback?: boolean | undefined
  /** How long each request may take, in seconds. @default 10 */
  readonly timeoutSeconds?: number | undefined
  /** The raw transport. @default the global fetch */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** The wall clock, in milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined
  readonly signal?: AbortSignal | undefined
}

/** An API, and a provider whose tokens it takes. */
export interface ProtectedResource {
  /** What tokens for the API are asked for with: the `audience` of a configuration. */
  readonly resource: string
  /** Whose tokens it takes, first choice first: the `issuer` of a configuration is one of these. */
  readonly authorizationServers: readonly string[]
  /** The metadata of the first of them. */
  readonly server: ServerMetadata
  readonly scopesSupported: readonly string[]
  /** The API's metadata as they came. */
  readonly raw: Readonly<Record<string, unknown>>
}

type Settings = DiscoverProtectedResourceOptions & { readonly allowPrivateAddresses: boolean; readonly allowInsecureLoopback: boolean }

const from = "the API's metadata"

/**
 * From an API's URL or refusal to the provider whose tokens it takes (RFC 9728, then RFC 8414). Everything here is
 * learnt from the API: whether it deserves a token, and the provider the person's password, is yours to decide.
 *
 * @throws {ProtocolError} SRV_5003: `details.check` is `resource_metadata` (absent, or of another host), `resource` (the
 * metadata of another API), `authorization_servers`, or `private_address`
 * @throws {AuthPlatformError} what `fetchServerMetadata` throws
 * @throws {InvalidConfigError} VAL_2002 naming the option
 */
export async function discoverProtectedResource(
  url: string | URL,
  options: DiscoverProtectedResourceOptions = {},
): Promise<ProtectedResource> {
  const { allowPrivateAddresses = false, allowInsecureLoopback = false, ...rest } = checkObject(options, 'options')
  checkOneOf(allowPrivateAddresses, 'allowPrivateAddresses', [true, false])
  const settings: Settings = { ...rest, allowPrivateAddresses, allowInsecureLoopback }
  const api = checkUrl(url, 'url', allowInsecureLoopback)
  const resource = rest.resource === undefined ? String(url) : checkString(rest.resource, 'resource')
  const raw = await fetchResourceMetadata(findMetadataUrl(api, rest.response), settings)
  if (raw['resource'] !== resource) throw refused('resource', 'the metadata are those of another API')
  const servers = raw['authorization_servers']
  if (!isTextList(servers)) throw refused('authorization_servers', 'the API names no authorization server')
  const [issuer = ''] = servers
  const scopes = raw['scopes_supported']
  return Object.freeze({
    resource,
    authorizationServers: Object.freeze([...servers]),
    server: await fetchServer(issuer, settings),
    scopesSupported: Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [],
    raw,
  })
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
}

/** Where the challenge says (RFC 9728 §5.1), on the API's own host, or the well-known place (§3.1). */
function findMetadataUrl(api: string, response: Response | undefined): string {
  const { origin, pathname, search } = new URL(api)
  if (response === undefined) return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}${search}`
  checkOption(response instanceof Response, undefined, 'response', 'a Response')
  const challenges = parseChallenges(response.headers.get('www-authenticate'))
  const told = challenges.map(({ parameters }) => parameters['resource_metadata']).find((value) => value !== undefined)
  const parsed = told === undefined ? null : URL.parse(told)
  if (parsed?.origin === origin) return parsed.href
  throw refused('resource_metadata', parsed ? 'the challenge leads to another host' : 'the challenge does not say where the metadata are')
}

async function fetchResourceMetadata(url: string, settings: Settings): Promise<Readonly<Record<string, unknown>>> {
  checkReachable(url, settings)
  const { fetch, timeoutSeconds = 10, allowInsecureLoopback, now, signal } = settings
  const executor = new HTTPExecutor({ fetch, timeoutSeconds, allowInsecureLoopback, now, retry: false, circuitBreaker: false })
  const response = await executor.execute('GET', url, { headers: { accept: 'application/json' }, ...(signal && { signal }) })
  return readObject(response, { from, now: now ?? Date.now })
}

async function fetchServer(issuer: string, settings: Settings): Promise<ServerMetadata> {
  checkReachable(issuer, settings)
  const { fetch, timeoutSeconds, allowInsecureLoopback, now, signal } = settings
  try {
    const server = await fetchServerMetadata(issuer, { algorithm: 'both', fetch, timeoutSeconds, allowInsecureLoopback, now, signal })
    const { mtls_endpoint_aliases: aliases = {} } = server
    const endpoints = [...Object.entries(server).filter(([name]) => /_endpoint$|^jwks_uri$/.test(name)), ...Object.entries(aliases)]
    for (const [, endpoint] of endpoints) checkReachable(String(endpoint), settings)
    return server
  } catch (error) {
    // The issuer is the API's word, not the caller's option.
    throw error instanceof InvalidConfigError
      ? refused('authorization_servers', 'the API names an authorization server that cannot be one')
      : error
  }
}

/** Nobody may make this program call into its own network by naming an address there. */
function checkReachable(url: string, { allowPrivateAddresses }: Settings): void {
  const parsed = URL.parse(url)
  if (parsed && (allowPrivateAddresses || isPublicHost(parsed))) return
  throw refused('private_address', 'a URL that was learnt leads to a private address')
}

function refused(check: string, message: string): ProtocolError {
  return new ProtocolError(message, { details: { check } })
}
