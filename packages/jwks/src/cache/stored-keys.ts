import { ProtocolError } from '@auth/core-errors'
import { withinDeadline } from './within-deadline.ts'
import type { JWKS } from '../keys/jwk.ts'
import { createKeySet } from '../keys/key-set.ts'
import { parseJWKS } from '../keys/parse-jwks.ts'
import { type CachedKeys, toCachedKeys } from './cached-keys.ts'
import { emitEvent } from './jwks-event.ts'
import type { CheckedJWKSCacheOptions } from './jwks-cache-options.ts'
import type { JWKSStorage } from './jwks-storage.ts'

/** What is stored, as JSON. */
interface StoredKeys {
  /** The `jwksUri` or issuer that they were asked from. */
  readonly source: string
  /** The wall clock when they came, in seconds. */
  readonly fetchedAt: number
  readonly maxAgeSeconds: number | undefined
  readonly jwks: JWKS
}

/** How long a storage is waited for, in seconds. */
const timeoutSeconds = 1
/** The clocks of machines that share a storage may differ by this, in milliseconds. */
const maxClockSkew = 60_000

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** A storage that fails is told, and otherwise as if there were none. */
async function attempt<T>(
  operation: 'get' | 'set',
  { storage, source, onEvent }: CheckedJWKSCacheOptions,
  work: (storage: JWKSStorage, name: string) => Promise<T>,
): Promise<T | undefined> {
  try {
    return storage && (await withinDeadline(timeoutSeconds, () => work(storage, `jwks:${source.url}`)))
  } catch (error) {
    emitEvent(onEvent, { type: 'jwks_storage_failed', source: source.url, operation, error })
    return undefined
  }
}

/** The stored keys, trusted no further than an answer of the network, and as old as the wall clock says. */
export function readStoredKeys(options: CheckedJWKSCacheOptions): Promise<CachedKeys | undefined> {
  const { source, now, monotonicNow, maxKeys } = options
  return attempt('get', options, async (storage, name) => {
    const text = await storage.get(name)
    if (typeof text !== 'string') return undefined
    const stored: { readonly [Member in keyof StoredKeys]?: unknown } = Object(JSON.parse(text))
    const age = now() - (toNumber(stored.fetchedAt) ?? Number.NaN) * 1000
    if (stored.source !== source.url || !(age >= -maxClockSkew))
      throw new ProtocolError('the stored keys are of another source, or from the future')
    return toCachedKeys(
      createKeySet(parseJWKS(stored.jwks, { maxKeys })),
      { fetchedAt: monotonicNow() - Math.max(age, 0), maxAgeSeconds: toNumber(stored.maxAgeSeconds) },
      options,
    )
  })
}

/** Stores keys that have just come. */
export function writeStoredKeys(options: CheckedJWKSCacheOptions, { set, maxAgeSeconds }: CachedKeys): Promise<unknown> {
  const jwks = { keys: set.keys.map(({ jwk }) => jwk) }
  const stored: StoredKeys = { source: options.source.url, fetchedAt: options.now() / 1000, maxAgeSeconds, jwks }
  return attempt('set', options, async (storage, name) => storage.set(name, JSON.stringify(stored)))
}
