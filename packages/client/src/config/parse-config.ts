import {
  checkFunction,
  checkInteger,
  checkObject,
  checkOneOf,
  checkOption,
  checkSeconds,
  checkString,
  checkStringList,
  checkUrl,
} from '@auth/core-errors/options'
import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import { type ClientAuthentication, none } from '../authentication/client-authentication.ts'
import { clientSecretBasic } from '../authentication/client-secret.ts'
import { createClientSigner } from '../authentication/client-signer.ts'
import type { AuthPlatformConfig, CacheConfig, DPoPConfig } from './auth-platform-config.ts'
import { checkFapi2 } from './check-fapi2.ts'
import { type EndpointConfig, endpointMembers } from './endpoint.ts'
import type { ResolvedConfig } from './resolved-config.ts'
import { waitSeconds } from './wait-seconds.ts'

/**
 * Checks a configuration once and fills in its defaults. The caller's object is left as it is.
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function parseConfig(config: AuthPlatformConfig): ResolvedConfig {
  const options = checkObject(config, 'config')
  const allowInsecureLoopback = checkSwitch(options.allowInsecureLoopback, 'allowInsecureLoopback')
  const baseUrl = checkUrl(options.baseUrl, 'baseUrl', allowInsecureLoopback)
  const clientId = checkString(options.clientId, 'clientId')
  const isPublic = options.clientSecret === undefined && options.clientAuthentication === undefined
  checkOption(!(isPublic && 'clientSecret' in options), undefined, 'clientSecret', 'a non-empty string, or left out for a public client')
  const clientSecret = optional(options.clientSecret, 'clientSecret', checkString)
  const resolved: ResolvedConfig = {
    baseUrl,
    issuer: options.issuer === undefined ? baseUrl : checkUrl(options.issuer, 'issuer', allowInsecureLoopback),
    clientId,
    clientSecret,
    clientAuthentication: selectClientAuthentication(options.clientAuthentication, clientSecret),
    scopes: optional(options.scopes, 'scopes', checkStringList) ?? [],
    audience: optional(options.audience, 'audience', checkString) ?? clientId,
    redirectUri: optional(options.redirectUri, 'redirectUri', checkString),
    cache: parseCache(options.cache),
    ...parseRetries(options),
    endpoints: parseEndpoints(options.endpoints, allowInsecureLoopback),
    dpop: parseDPoP(options.dpop),
    apiOrigins: parseOrigins(options.apiOrigins, allowInsecureLoopback),
    tokenStore: optional(options.tokenStore, 'tokenStore', (store) => checkPort(store, 'tokenStore', ['get', 'set', 'delete'])),
    sessionLock: optional(options.sessionLock, 'sessionLock', (lock) => checkPort(lock, 'sessionLock', ['run'])),
    requestSigner: options.requestSigning && createClientSigner(options.requestSigning, 'requestSigning'),
    idTokenSigningAlg: optional(options.idTokenSigningAlg, 'idTokenSigningAlg', checkString),
    trustedAudiences: optional(options.trustedAudiences, 'trustedAudiences', checkStringList),
    profile: options.profile === undefined ? undefined : checkOneOf<'fapi2'>(options.profile, 'profile', ['fapi2']),
    onEvent: optional(options.onEvent, 'onEvent', checkFunction),
    allowInsecureLoopback,
    ...parsePorts(options),
  }
  if (resolved.profile === 'fapi2') checkFapi2(resolved)
  return Object.freeze(resolved)
}

function optional<T, R>(value: T | undefined, option: string, check: (value: T, option: string) => R): R | undefined {
  return value === undefined ? undefined : check(value, option)
}

function checkPort<T extends object>(port: T, option: string, methods: readonly (keyof T & string)[]): T {
  for (const method of methods) checkFunction(checkObject(port, option)[method], `${option}.${method}`)
  return port
}

function checkSwitch(value: boolean | undefined, option: string): boolean {
  return checkOneOf(value ?? false, option, [true, false])
}

function parseRetries(
  options: AuthPlatformConfig,
): Pick<ResolvedConfig, 'maxRetries' | 'retryDelaySeconds' | 'retryRefreshOnce' | 'timeoutSeconds' | 'circuitBreaker'> {
  return {
    maxRetries: checkInteger(options.maxRetries ?? 3, 'maxRetries', 0, 10),
    retryDelaySeconds: checkSeconds(options.retryDelaySeconds ?? 1, 'retryDelaySeconds', 0, 60),
    retryRefreshOnce: checkSwitch(options.retryRefreshOnce, 'retryRefreshOnce'),
    timeoutSeconds: checkSeconds(options.timeoutSeconds ?? 30, 'timeoutSeconds', 0.001, 600),
    circuitBreaker: options.circuitBreaker,
  }
}

function parsePorts(options: AuthPlatformConfig): Pick<ResolvedConfig, 'fetch' | 'now' | 'monotonicNow' | 'wait'> {
  return {
    // The global is looked up at each call, for tests and instrumentation replace it.
    fetch: checkFunction(options.fetch ?? ((input, init) => globalThis.fetch(input, init)), 'fetch'),
    now: checkFunction(options.now ?? Date.now, 'now'),
    monotonicNow: checkFunction(options.monotonicNow ?? (() => performance.now()), 'monotonicNow'),
    wait: checkFunction(options.wait ?? waitSeconds, 'wait'),
  }
}

function parseCache(cache: CacheConfig = {}): ResolvedConfig['cache'] {
  const { jwksTtlSeconds, jwksRefreshAheadSeconds, tokenBufferSeconds } = checkObject(cache, 'cache')
  const ttl = checkSeconds(jwksTtlSeconds ?? 3600, 'cache.jwksTtlSeconds', 1)
  return Object.freeze({
    jwksTtlSeconds: ttl,
    jwksRefreshAheadSeconds: checkSeconds(jwksRefreshAheadSeconds ?? Math.min(300, ttl / 2), 'cache.jwksRefreshAheadSeconds', 0, ttl),
    tokenBufferSeconds: checkSeconds(tokenBufferSeconds ?? 60, 'cache.tokenBufferSeconds'),
  })
}

function parseEndpoints(endpoints: EndpointConfig = {}, allowInsecureLoopback: boolean): EndpointConfig {
  const given = Object.entries(checkObject(endpoints, 'endpoints')).filter(([, url]) => url !== undefined)
  return Object.freeze(
    Object.fromEntries(
      given.map(([name, url]) => {
        checkOption(name in endpointMembers, name, `endpoints.${name}`, `left out: there are ${Object.keys(endpointMembers).join(', ')}`)
        return [name, checkUrl(url, `endpoints.${name}`, allowInsecureLoopback)]
      }),
    ),
  )
}

function parseDPoP(dpop: DPoPConfig | undefined): ResolvedConfig['dpop'] {
  if (dpop === undefined) return undefined
  const { enabled, algorithm = 'ES256', keyPair } = checkObject(dpop, 'dpop')
  if (keyPair !== undefined) checkOption(keyPair instanceof DPoPKeyPair, keyPair, 'dpop.keyPair', 'a DPoPKeyPair')
  checkOneOf(algorithm, 'dpop.algorithm', ['ES256', 'ES384', 'ES512', 'EdDSA', 'PS256', 'RS256'])
  return checkOneOf(enabled, 'dpop.enabled', [true, false]) ? Object.freeze({ algorithm, keyPair }) : undefined
}

function parseOrigins(origins: readonly string[] | undefined, allowInsecureLoopback: boolean): ReadonlySet<string> {
  const list = optional(origins, 'apiOrigins', checkStringList) ?? []
  return new Set(
    list.map((text) => {
      const { origin, href } = new URL(checkUrl(text, 'apiOrigins', allowInsecureLoopback))
      return checkOption(href === `${origin}/`, origin, 'apiOrigins', 'origins, without a path')
    }),
  )
}

function selectClientAuthentication(chosen: ClientAuthentication | undefined, clientSecret: string | undefined): ClientAuthentication {
  const authentication = chosen ?? (clientSecret === undefined ? none() : clientSecretBasic())
  checkFunction(checkObject(authentication, 'clientAuthentication').authenticate, 'clientAuthentication.authenticate')
  const { needsSecret = false, method } = authentication
  checkOption(!needsSecret || clientSecret !== undefined, undefined, 'clientSecret', `given for ${method}`)
  // One method a request (RFC 6749 §2.3): a secret beside a method without one is a configuration that was not meant.
  checkOption(needsSecret || method === 'none' || clientSecret === undefined, undefined, 'clientSecret', `left out for ${method}`)
  return authentication
}
