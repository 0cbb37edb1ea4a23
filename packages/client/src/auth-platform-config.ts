import {
  checkFunction,
  checkObject,
  checkOneOf,
  checkOption,
  checkSeconds,
  checkInteger,
  checkString,
  checkStringList,
  checkUrl,
} from '@auth/core-errors/options'
import type { CircuitBreakerConfig } from '@auth/http-resilience'
import { type ClientAuthentication, clientSecretBasic, none } from './client-authentication.ts'

/** Endpoints that are known beforehand; what is left out is discovered. */
export interface EndpointConfig {
  readonly tokenEndpoint?: string | undefined
  readonly jwksUri?: string | undefined
}

/** How long things are kept, in seconds. */
export interface CacheConfig {
  /** How long a fetched key set counts as fresh. @default 3600 */
  readonly jwksTtlSeconds?: number | undefined
  /** How long before that the set is fetched again in the background. @default 300 */
  readonly jwksRefreshAheadSeconds?: number | undefined
  /** How long before its expiry a token is replaced. @default 60 */
  readonly tokenBufferSeconds?: number | undefined
}

/** One configuration for the whole family: each class takes what it needs and ignores the rest. */
export interface AuthPlatformConfig {
  /** The provider. https, or http on loopback with `allowInsecureLoopback`. */
  readonly baseUrl: string
  /** The issuer exactly as the provider writes it. @default baseUrl */
  readonly issuer?: string | undefined
  readonly clientId: string
  /** Without it, and without `clientAuthentication`, the client is a public one. */
  readonly clientSecret?: string | undefined
  /** @default clientSecretBasic() with a `clientSecret`, else none() */
  readonly clientAuthentication?: ClientAuthentication | undefined
  /** What tokens are asked for when a call names no scopes. */
  readonly scopes?: readonly string[] | undefined
  /** What tokens are asked for and checked against; sent as `resource` (RFC 8707) when it is a URI. @default clientId */
  readonly audience?: string | undefined
  readonly cache?: CacheConfig | undefined
  /** How often a call that may be repeated is repeated. @default 3 */
  readonly maxRetries?: number | undefined
  /** How long the first wait before a repetition is at most, in seconds. @default 1 */
  readonly retryDelaySeconds?: number | undefined
  /** The deadline of one call with all its repetitions, in seconds. @default 30 */
  readonly timeoutSeconds?: number | undefined
  /** When calls stop after repeated failures, per endpoint; `false` never stops them. */
  readonly circuitBreaker?: CircuitBreakerConfig | false | undefined
  readonly endpoints?: EndpointConfig | undefined
  /** Lets plain http through on loopback addresses, and there only. @default false */
  readonly allowInsecureLoopback?: boolean | undefined
  /** The raw transport under every call. @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** The wall clock, in milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** A configuration that has been checked, with every default filled in. Frozen. */
export interface ResolvedConfig {
  readonly baseUrl: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | undefined
  readonly clientAuthentication: ClientAuthentication
  readonly scopes: readonly string[]
  readonly audience: string
  readonly cache: { readonly jwksTtlSeconds: number; readonly jwksRefreshAheadSeconds: number; readonly tokenBufferSeconds: number }
  readonly maxRetries: number
  readonly retryDelaySeconds: number
  readonly timeoutSeconds: number
  readonly circuitBreaker: CircuitBreakerConfig | false | undefined
  readonly endpoints: EndpointConfig
  readonly allowInsecureLoopback: boolean
  readonly fetch: typeof globalThis.fetch | undefined
  readonly now: () => number
}

/**
 * Checks a configuration once and fills in its defaults. The caller's object is left as it is.
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function parseConfig(config: AuthPlatformConfig): ResolvedConfig {
  const { cache = {}, endpoints = {}, ...options } = checkObject(config, 'config')
  checkObject(cache, 'cache')
  checkObject(endpoints, 'endpoints')
  const allowInsecureLoopback = checkOneOf(options.allowInsecureLoopback ?? false, 'allowInsecureLoopback', [true, false])
  const baseUrl = checkUrl(options.baseUrl, 'baseUrl', allowInsecureLoopback)
  const clientId = checkString(options.clientId, 'clientId')
  const clientSecret = options.clientSecret === undefined ? undefined : checkString(options.clientSecret, 'clientSecret')
  const jwksTtlSeconds = checkSeconds(cache.jwksTtlSeconds ?? 3600, 'cache.jwksTtlSeconds', 1)
  return Object.freeze({
    baseUrl,
    issuer: options.issuer === undefined ? baseUrl : checkUrl(options.issuer, 'issuer', allowInsecureLoopback),
    clientId,
    clientSecret,
    clientAuthentication: selectClientAuthentication(options.clientAuthentication, clientSecret),
    scopes: options.scopes === undefined ? [] : checkStringList(options.scopes, 'scopes'),
    audience: options.audience === undefined ? clientId : checkString(options.audience, 'audience'),
    cache: Object.freeze({
      jwksTtlSeconds,
      jwksRefreshAheadSeconds: checkSeconds(
        cache.jwksRefreshAheadSeconds ?? Math.min(300, jwksTtlSeconds / 2),
        'cache.jwksRefreshAheadSeconds',
        0,
        jwksTtlSeconds,
      ),
      tokenBufferSeconds: checkSeconds(cache.tokenBufferSeconds ?? 60, 'cache.tokenBufferSeconds'),
    }),
    maxRetries: checkInteger(options.maxRetries ?? 3, 'maxRetries', 0, 10),
    retryDelaySeconds: checkSeconds(options.retryDelaySeconds ?? 1, 'retryDelaySeconds', 0, 60),
    timeoutSeconds: checkSeconds(options.timeoutSeconds ?? 30, 'timeoutSeconds', 0.001, 600),
    circuitBreaker: options.circuitBreaker,
    endpoints: parseEndpoints(endpoints, allowInsecureLoopback),
    allowInsecureLoopback,
    fetch: options.fetch === undefined ? undefined : checkFunction(options.fetch, 'fetch'),
    now: checkFunction(options.now ?? Date.now, 'now'),
  })
}

function selectClientAuthentication(chosen: ClientAuthentication | undefined, clientSecret: string | undefined): ClientAuthentication {
  const authentication = chosen ?? (clientSecret === undefined ? none() : clientSecretBasic())
  checkFunction(checkObject(authentication, 'clientAuthentication').authenticate, 'clientAuthentication.authenticate')
  checkOption(!authentication.needsSecret || clientSecret !== undefined, undefined, 'clientSecret', `given for ${authentication.method}`)
  return authentication
}

function parseEndpoints({ tokenEndpoint, jwksUri }: EndpointConfig, allowInsecureLoopback: boolean): EndpointConfig {
  return Object.freeze({
    ...(tokenEndpoint !== undefined && { tokenEndpoint: checkUrl(tokenEndpoint, 'endpoints.tokenEndpoint', allowInsecureLoopback) }),
    ...(jwksUri !== undefined && { jwksUri: checkUrl(jwksUri, 'endpoints.jwksUri', allowInsecureLoopback) }),
  })
}
