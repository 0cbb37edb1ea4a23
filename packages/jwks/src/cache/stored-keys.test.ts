import { ProtocolError, TimeoutError } from '@auth/core-errors'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import { createKeySet } from '../keys/key-set.ts'
import { parseJWKS } from '../keys/parse-jwks.ts'
import { toCachedKeys } from './cached-keys.ts'
import { checkJWKSCacheOptions, type CheckedJWKSCacheOptions } from './jwks-cache-options.ts'
import type { JWKSEvent } from './jwks-event.ts'
import type { JWKSStorage } from './jwks-storage.ts'
import * as browser from './stored-keys.browser.ts'
import { readStoredKeys, writeStoredKeys } from './stored-keys.ts'

const jwksUri = 'https://issuer.example/jwks'
const name = `jwks:${jwksUri}`
const jwks = { keys: [{ ...publicKeys.rsa, kid: 'a' }] }
const events: JWKSEvent[] = []
afterEach(() => {
  events.length = 0
  vi.useRealTimers()
})

function toOptions(storage: JWKSStorage | undefined, now = 1_000_000): CheckedJWKSCacheOptions {
  return checkJWKSCacheOptions({ jwksUri, storage, now: () => now, monotonicNow: () => 50_000, onEvent: (event) => events.push(event) })
}
const holding = (text: unknown): JWKSStorage => ({ get: () => text, set: () => undefined })
const stored = (changes: object): string => JSON.stringify({ source: jwksUri, fetchedAt: 900, maxAgeSeconds: 600, jwks, ...changes })

it('what was written is read, as old as the wall clock says', async () => {
  const storage = new Map<string, string>()
  const options = toOptions(storage)
  await writeStoredKeys(options, toCachedKeys(createKeySet(parseJWKS(jwks)), { fetchedAt: 50_000, maxAgeSeconds: 600 }, options))
  expect([...storage.keys()]).toEqual([name])
  const keys = await readStoredKeys(toOptions(storage, 1_100_000))
  expect(keys?.set.keys.map(({ jwk }) => jwk)).toEqual(jwks.keys)
  expect([keys?.fetchedAt, keys?.expiresAt]).toEqual([50_000 - 100_000, 50_000 - 100_000 + 600_000])
  expect(events).toEqual([])
})

it('no ETag is stored: what a storage says must be confirmed by a whole answer', async () => {
  const storage = new Map<string, string>()
  const options = toOptions(storage)
  const validator = { jwksUri, etag: '"1"' }
  await writeStoredKeys(options, toCachedKeys(createKeySet(parseJWKS(jwks)), { fetchedAt: 0, validator }, options))
  expect(storage.get(name)).not.toContain('etag')
  expect((await readStoredKeys(options))?.validator).toBeUndefined()
})

it.each([undefined, null, 5, {}])('%j is taken for nothing, and nobody is alarmed', async (value) => {
  expect(await readStoredKeys(toOptions(holding(value)))).toBeUndefined()
  expect(events).toEqual([])
})

it('without a storage there is nothing to read or write', async () => {
  expect(await readStoredKeys(toOptions(undefined))).toBeUndefined()
  expect(events).toEqual([])
})

describe('a lying storage', () => {
  it.each([
    ['no JSON', '{'],
    ['a JSON null', 'null'],
    ['another source', stored({ source: 'https://evil.example/jwks' })],
    ['no source', stored({ source: undefined })],
    ['a time in the future', stored({ fetchedAt: 1061 })],
    ['no time', stored({ fetchedAt: undefined })],
    ['a time that is no number', stored({ fetchedAt: '900' })],
    ['no keys', stored({ jwks: undefined })],
    ['a private key', stored({ jwks: { keys: [{ ...publicKeys.rsa, d: 'AAAA' }] } })],
    ['a symmetric key', stored({ jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } })],
  ])('%s: ignored, and told', async (_, text) => {
    expect(await readStoredKeys(toOptions(holding(text)))).toBeUndefined()
    expect(events).toMatchObject([{ type: 'jwks_storage_failed', operation: 'get', source: jwksUri, error: expect.any(Error) }])
  })

  it('cannot bring more keys than are taken from the issuer', async () => {
    const options = { ...toOptions(holding(stored({ jwks: { keys: [publicKeys.rsa, publicKeys.p256] } }))), maxKeys: 1 }
    expect(await readStoredKeys(options)).toBeUndefined()
  })

  it('cannot make keys last longer than the TTL', async () => {
    for (const maxAgeSeconds of [1e12, -5, 'long', null, {}])
      expect((await readStoredKeys(toOptions(holding(stored({ maxAgeSeconds, fetchedAt: 1000 })))))!.expiresAt).toBeLessThanOrEqual(
        50_000 + 3_600_000,
      )
  })

  it('a clock that differs by a minute is none', async () => {
    expect((await readStoredKeys(toOptions(holding(stored({ fetchedAt: 1060 })))))?.fetchedAt).toBe(50_000)
  })

  it('any text is keys or nothing, never an exception', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ source: fc.constant(jwksUri), fetchedAt: fc.jsonValue(), jwks: fc.jsonValue() }).map((value) => JSON.stringify(value)),
    )
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        expect((await readStoredKeys(toOptions(holding(value))))?.set.keys ?? []).toEqual([])
      }),
    )
  })
})

describe('a broken storage', () => {
  const keys = toCachedKeys(createKeySet(parseJWKS(jwks)), { fetchedAt: 0 }, toOptions(undefined))
  it.each([
    [
      'throws',
      () => {
        throw new RangeError('broken')
      },
    ],
    ['rejects', () => Promise.reject(new RangeError('broken'))],
  ])('that %s is told, and otherwise as if there were none', async (_, fail) => {
    const options = toOptions({ get: fail, set: fail })
    expect(await readStoredKeys(options)).toBeUndefined()
    await writeStoredKeys(options, keys)
    expect(events).toMatchObject([
      { type: 'jwks_storage_failed', operation: 'get', error: expect.any(RangeError) },
      { type: 'jwks_storage_failed', operation: 'set', error: expect.any(RangeError) },
    ])
  })

  it('that hangs is waited for one second', async () => {
    vi.useFakeTimers()
    const hang = (): Promise<never> => new Promise(() => undefined)
    const options = toOptions({ get: hang, set: hang })
    const both = Promise.all([readStoredKeys(options), writeStoredKeys(options, keys)])
    await vi.advanceTimersByTimeAsync(1000)
    expect(await both).toEqual([undefined, undefined])
    expect(events.map((event) => 'error' in event && event.error instanceof TimeoutError)).toEqual([true, true])
  })
})

it('in browsers nothing is read or written: any script could', async () => {
  expect([await browser.readStoredKeys(), await browser.writeStoredKeys()]).toEqual([undefined, undefined])
})

it('refuses with a ProtocolError that says why', async () => {
  await readStoredKeys(toOptions(holding(stored({ source: 'x' }))))
  expect(events[0]).toMatchObject({ error: expect.any(ProtocolError) })
})
