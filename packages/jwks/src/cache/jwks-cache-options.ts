import { checkFunction, checkInteger, checkObject, checkOneOf, checkSeconds, checkUrl } from '@auth/core-errors/options'
import { checkIssuer } from '../metadata/check-issuer.ts'
import type { CachedKeysRules } from './cached-keys.ts'
import type { JWKSEvent } from './jwks-event.ts'
import { checkStorage, type JWKSStorage } from './jwks-storage.ts'

/** What a `JWKSCache` takes: `jwksUri` or `issuer`, and what differs from the defaults. */
export interface JWKSCacheOptions {
  /** Where the issuer publishes its keys: https, or http on loopback with `allowInsecureLoopback`. */
  readonly jwksUri?: string | URL | undefined
  /** Whose metadata name the `jwksUri`, exactly as it is configured. Not used beside a `jwksUri`. @default `baseUrl` */
  readonly issuer?: string | undefined
  /** The provider's address in a configuration that is shared with other classes. */
  readonly baseUrl?: string | undefined
  /** How long a key set counts as fresh when the answer does not say, and at most, in seconds; at least 1. @default 3600 */
  readonly ttlSeconds?: number | undefined
  /** How long before the end of that time a use starts a refresh in the background, in seconds. @default 300 */
  readonly refreshAheadSeconds?: number | undefined
  /** How long one request may take, its answer's body included, in seconds. @default 10 */
  readonly httpTimeoutSeconds?: number | undefined
  /** How long a key set serves beyond its time while the issuer cannot be reached, in seconds. @default 86400 */
  readonly staleIfErrorSeconds?: number | undefined
  /** How often unknown kids and broken signatures may cause a fetch, and the shortest time that a key set counts as fresh, in seconds. @default 30 */
  readonly cooldownSeconds?: number | undefined
  /** The longest body that is taken, in bytes, counted after decompression. @default 524288 */
  readonly maxBytes?: number | undefined
  /** The largest key set that is taken. @default 1000 */
  readonly maxKeys?: number | undefined
  /** The raw transport. @default the global fetch */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** The wall clock, in milliseconds, for the age of what is stored and for `Retry-After` dates. @default Date.now */
  readonly now?: (() => number) | undefined
  /** A clock that never steps back, in milliseconds, for everything else. @default performance.now */
  readonly monotonicNow?: (() => number) | undefined
  /** Is told what happens. What it throws is ignored. */
  readonly onEvent?: ((event: JWKSEvent) => void) | undefined
  /** Where key sets outlive the process. @default nowhere */
  readonly storage?: JWKSStorage | undefined
  /** Lets plain http pass to loopback addresses. @default false */
  readonly allowInsecureLoopback?: boolean | undefined
}

/** {@link JWKSCacheOptions}, checked, with their defaults. */
export interface CheckedJWKSCacheOptions extends CachedKeysRules {
  /** What the keys are asked from: where they are published, or the issuer that says where. */
  readonly source: { readonly kind: 'jwksUri' | 'issuer'; readonly url: string }
  readonly httpTimeoutSeconds: number
  readonly maxBytes: number
  readonly maxKeys: number
  readonly fetch: typeof globalThis.fetch
  readonly now: () => number
  readonly monotonicNow: () => number
  readonly onEvent: (event: JWKSEvent) => unknown
  readonly storage: JWKSStorage | undefined
  readonly allowInsecureLoopback: boolean
}

/** What a timer can wait for, in seconds. */
const longestSeconds = 2_147_483

function checkSource({ jwksUri, issuer, baseUrl, allowInsecureLoopback }: JWKSCacheOptions): CheckedJWKSCacheOptions['source'] {
  const configured = issuer ?? baseUrl
  return jwksUri === undefined && configured !== undefined
    ? { kind: 'issuer', url: checkIssuer(configured, allowInsecureLoopback) }
    : { kind: 'jwksUri', url: checkUrl(jwksUri, 'jwksUri', allowInsecureLoopback) }
}

/** The options with their defaults. @throws {InvalidConfigError} VAL_2002 naming the option */
export function checkJWKSCacheOptions(options: JWKSCacheOptions): CheckedJWKSCacheOptions {
  const { storage, ...given } = checkObject(options, 'options')
  const toSeconds = (name: `${string}Seconds` & keyof JWKSCacheOptions, byDefault: number, min = 0): number =>
    checkSeconds(given[name] ?? byDefault, name, min, longestSeconds)
  return {
    source: checkSource(given),
    ttlSeconds: toSeconds('ttlSeconds', 3600, 1),
    refreshAheadSeconds: toSeconds('refreshAheadSeconds', 300),
    httpTimeoutSeconds: toSeconds('httpTimeoutSeconds', 10, 0.001),
    staleIfErrorSeconds: toSeconds('staleIfErrorSeconds', 86_400),
    cooldownSeconds: toSeconds('cooldownSeconds', 30),
    maxBytes: checkInteger(given.maxBytes ?? 524_288, 'maxBytes', 1),
    maxKeys: checkInteger(given.maxKeys ?? 1000, 'maxKeys', 1),
    // The global is looked up at each call, for tests and instrumentation replace it.
    fetch: checkFunction(given.fetch ?? ((input, init) => globalThis.fetch(input, init)), 'fetch'),
    now: checkFunction(given.now ?? Date.now, 'now'),
    monotonicNow: checkFunction(given.monotonicNow ?? (() => performance.now()), 'monotonicNow'),
    onEvent: checkFunction(given.onEvent ?? (() => undefined), 'onEvent'),
    storage: storage && checkStorage(storage),
    allowInsecureLoopback: checkOneOf(given.allowInsecureLoopback ?? false, 'allowInsecureLoopback', [true, false]),
  }
}
