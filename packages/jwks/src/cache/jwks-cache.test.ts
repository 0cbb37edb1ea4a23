import { InvalidConfigError, TokenInvalidError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import { TestProvider, settle } from '../../test/test-provider.ts'
import { JWKSCache } from './jwks-cache.ts'
import type { JWKSCacheOptions } from './jwks-cache-options.ts'

const { rsa, otherRsa, p256, weakRsa } = publicKeys
const keyA = { ...rsa, kid: 'a' }
const keyB = { ...p256, kid: 'b' }
const headerA = { alg: 'RS256', kid: 'a' }

function start(options: JWKSCacheOptions = {}): { provider: TestProvider; cache: JWKSCache } {
  const provider = new TestProvider(keyA, keyB)
  return { provider, cache: new JWKSCache(provider.toOptions(options)) }
}
const toToken = (header: object): string => `${Buffer.from(JSON.stringify(header)).toString('base64url')}.e30.c2ln`

describe('getSigningKey', () => {
  it('finds the same key by a token and by its header', async () => {
    const { provider, cache } = start()
    const key = await cache.getSigningKey(toToken(headerA))
    expect(key).toEqual({ jwk: keyA, kid: 'a', alg: undefined })
    expect(await cache.getSigningKey(headerA)).toBe(key)
    expect(provider.hits).toBe(1)
  })

  it('takes a string for a token always, never for a kid', async () => {
    const { provider, cache } = start()
    await expect(cache.getSigningKey('a')).rejects.toMatchObject({ name: 'TokenInvalidError', details: { check: 'format' } })
    expect(provider.hits).toBe(0)
  })

  it('refuses what means no key, and tells what was looked for', async () => {
    const { cache } = start()
    const refusal = cache.getSigningKey({ alg: 'ES256', kid: 'a' })
    await expect(refusal).rejects.toThrow(TokenInvalidError)
    await expect(refusal).rejects.toMatchObject({ httpStatus: 401, details: { check: 'kid', kid: 'a', alg: 'ES256' } })
  })

  it.each([undefined, null, 5, [], () => 1])('names the argument when %j is given', async (argument) => {
    await expect(start().cache.getSigningKey(argument as never)).rejects.toMatchObject({ code: 'VAL_2002', details: { option: 'header' } })
  })
})

describe('getKeyById', () => {
  it('finds a key by its kid, whatever it serves', async () => {
    const { cache } = start()
    expect((await cache.getKeyById('b')).jwk).toEqual(keyB)
  })

  it('looks again for a kid that is not there, once', async () => {
    const { provider, cache } = start()
    await cache.refresh()
    provider.keys = [{ ...otherRsa, kid: 'c' }]
    expect((await cache.getKeyById('c')).kid).toBe('c')
    await expect(cache.getKeyById('d')).rejects.toMatchObject({ name: 'TokenInvalidError', details: { check: 'kid', kid: 'd' } })
    expect(provider.hits).toBe(2)
  })

  it('refuses a kid that two keys bear', async () => {
    const { provider, cache } = start()
    provider.keys = [keyA, { ...p256, kid: 'a' }]
    await expect(cache.getKeyById('a')).rejects.toThrow(TokenInvalidError)
    expect((await cache.getSigningKey(headerA)).jwk).toEqual(keyA)
  })

  it.each([undefined, null, 5, '', {}])('names the argument when %j is given', async (kid) => {
    await expect(start().cache.getKeyById(kid as never)).rejects.toMatchObject({ details: { option: 'kid' } })
  })
})

it('getAllSigningKeys fetches the usable keys, and they cannot be changed', async () => {
  const { provider, cache } = start()
  provider.keys = [keyA, { ...weakRsa, kid: 'weak' }, keyB]
  const keys = await cache.getAllSigningKeys()
  expect(keys.map(({ kid }) => kid)).toEqual(['a', 'b'])
  expect(Object.isFrozen(keys)).toBe(true)
})

describe('synchronously, from memory', () => {
  it('there is nothing at first, and asking starts the fetch', async () => {
    const { provider, cache } = start()
    expect([cache.getCachedSigningKey(headerA), cache.getKey('a'), cache.getSigningKeys()]).toEqual([undefined, undefined, []])
    await settle()
    expect(cache.getCachedSigningKey(headerA)?.kid).toBe('a')
    expect(cache.getKey('a')).toBe(cache.getCachedSigningKey(headerA))
    expect(cache.getSigningKeys()).toHaveLength(2)
    expect(provider.hits).toBe(1)
  })

  it('an unknown kid is undefined and starts nothing', async () => {
    const { provider, cache } = start()
    await cache.refresh()
    expect([cache.getCachedSigningKey({ alg: 'RS256', kid: 'x' }), cache.getKey('x')]).toEqual([undefined, undefined])
    await settle()
    expect(provider.hits).toBe(1)
  })

  it('an algorithm that the key does not serve, or none, finds nothing', async () => {
    const { cache } = start()
    await cache.refresh()
    for (const alg of ['ES256', 'HS256', 'none', '', undefined, '__proto__'])
      expect(cache.getCachedSigningKey({ alg: alg as string, kid: 'a' }), alg).toBeUndefined()
  })

  it('keys beyond their time are not used while the issuer may be asked', async () => {
    const { provider, cache } = start()
    await cache.refresh()
    provider.clock.advance(3600)
    expect([cache.getCachedSigningKey(headerA), cache.getKey('a'), cache.getSigningKeys()]).toEqual([undefined, undefined, []])
    await settle()
    expect(cache.getCachedSigningKey(headerA)?.kid).toBe('a')
  })

  it.each([undefined, null, 5, []])('names the argument when %j is given', (argument) => {
    const { cache } = start()
    expect(() => cache.getCachedSigningKey(argument as never)).toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option: 'header' } }),
    )
    expect(() => cache.getKey(argument as never)).toThrow(expect.objectContaining({ code: 'VAL_2002', details: { option: 'kid' } }))
  })
})

describe('getReplacementKey', () => {
  it('refuses a header that no key can be looked for by', async () => {
    const { cache } = start()
    const key = await cache.getSigningKey(headerA)
    await expect(cache.getReplacementKey({ alg: 'HS256', kid: 'a' }, key)).rejects.toThrow(TokenInvalidError)
  })

  it('is undefined when the key is gone, or the same as before', async () => {
    const { provider, cache } = start()
    const key = await cache.getSigningKey(headerA)
    expect(await cache.getReplacementKey(headerA, key)).toBeUndefined()
    provider.keys = [keyB]
    provider.clock.advance(30)
    expect(await cache.getReplacementKey(headerA, key)).toBeUndefined()
  })
})

describe('the state of the cache', () => {
  it('is told in seconds', async () => {
    const { provider, cache } = start()
    expect([cache.timeUntilRefresh(), cache.timeUntilExpiry()]).toEqual([0, 0])
    await cache.refresh()
    expect([cache.timeUntilRefresh(), cache.timeUntilExpiry()]).toEqual([3300, 3600])
    provider.clock.advance(3400.5)
    expect([cache.timeUntilRefresh(), cache.timeUntilExpiry()]).toEqual([0, 199.5])
    provider.clock.advance(3600)
    expect([cache.timeUntilRefresh(), cache.timeUntilExpiry()]).toEqual([0, 0])
  })

  it('is told in yes and no', async () => {
    const { provider, cache } = start()
    const told = (): readonly boolean[] => [cache.isCached, cache.shouldRefresh(), cache.isExpired()]
    expect(told()).toEqual([false, true, true])
    await cache.refresh()
    expect(told()).toEqual([true, false, false])
    provider.clock.advance(3300)
    expect(told()).toEqual([true, true, false])
    provider.clock.advance(300)
    expect(told()).toEqual([true, true, true])
    provider.clock.advance(86_400)
    expect(told()).toEqual([false, true, true])
    cache.invalidate()
    expect(told()).toEqual([false, true, true])
  })

  it('is told whole by snapshot(), and asking for it starts nothing', async () => {
    const { provider, cache } = start()
    expect(cache.snapshot()).toMatchObject({ state: 'empty', keyCount: 0 })
    await settle()
    expect(provider.hits).toBe(0)
    provider.goDown()
    await cache.refresh().catch(() => undefined)
    expect(cache.snapshot()).toMatchObject({ state: 'empty', consecutiveFailures: 1, retryAfterSeconds: 1 })
    provider.comeBack()
    await cache.refresh()
    provider.clock.advance(5)
    expect(cache.snapshot()).toEqual({
      state: 'fresh',
      keyCount: 2,
      kids: ['a', 'b'],
      ageSeconds: 5,
      consecutiveFailures: 0,
      retryAfterSeconds: 0,
    })
  })
})

describe('preload', () => {
  it('serves without any network', async () => {
    const { provider, cache } = start()
    cache.preload({ keys: [keyA] })
    expect(cache.getCachedSigningKey(headerA)?.kid).toBe('a')
    expect((await cache.getSigningKey(headerA)).kid).toBe('a')
    expect([cache.isCached, cache.timeUntilExpiry(), provider.hits]).toEqual([true, 3600, 0])
  })

  it('keeps the object of a key that was known already', async () => {
    const { cache } = start()
    const key = await cache.getSigningKey(headerA)
    cache.preload({ keys: [keyA] })
    expect(cache.getKey('a')).toBe(key)
  })

  it('a kid that is not in it is looked for', async () => {
    const { provider, cache } = start()
    cache.preload({ keys: [keyA] })
    expect((await cache.getKeyById('b')).kid).toBe('b')
    expect(provider.hits).toBe(1)
  })

  it.each([undefined, null, {}, { keys: [] }, { keys: [weakRsa] }, { keys: [{ ...keyA, d: 'AAAA' }] }])(
    'refuses %j, and keeps what it has',
    async (jwks) => {
      const { cache } = start()
      await cache.refresh()
      expect(() => cache.preload(jwks as never)).toThrow(InvalidConfigError)
      expect(cache.getSigningKeys()).toHaveLength(2)
    },
  )
})

describe('refresh', () => {
  it('asks now, whatever cool-down there is', async () => {
    const { provider, cache } = start()
    provider.goDown()
    await expect(cache.refresh()).rejects.toMatchObject({ reason: 'unreachable', retryAfterSeconds: 1, cause: expect.any(Error) })
    provider.comeBack()
    await cache.refresh()
    expect([provider.hits, cache.isCached]).toEqual([2, true])
  })
})

describe('close', () => {
  it('waits for the storage', async () => {
    const written = Promise.withResolvers<void>()
    const { cache } = start({ storage: { get: () => undefined, set: () => written.promise } })
    await cache.refresh()
    let isClosed = false
    const closing = cache.close().then(() => (isClosed = true))
    await settle()
    expect(isClosed).toBe(false)
    written.resolve()
    await closing
  })

  it('is what `await using` does', async () => {
    const { provider, cache } = start()
    {
      await using closing = cache
      await closing.refresh()
    }
    provider.clock.advance(3600)
    expect((await cache.getSigningKey(headerA)).kid).toBe('a')
    provider.clock.advance(90_000)
    await expect(cache.getSigningKey(headerA)).rejects.toMatchObject({ reason: 'stale' })
    expect(provider.hits).toBe(1)
  })
})

describe('storage: serverless starts warm', () => {
  it('a second instance needs no network while the stored keys are fresh', async () => {
    const storage = new Map<string, string>()
    const { provider, cache } = start({ storage })
    await cache.refresh()
    await cache.close()
    provider.clock.advance(1000)
    const second = new JWKSCache(provider.toOptions({ storage }))
    expect((await second.getSigningKey(headerA)).kid).toBe('a')
    expect([provider.hits, second.timeUntilExpiry()]).toEqual([1, 2600])
  })

  it('10,000 first look-ups read it once', async () => {
    let reads = 0
    const { provider, cache } = start({ storage: { get: () => void (reads += 1), set: () => undefined } })
    await Promise.all(Array.from({ length: 10_000 }, () => cache.getSigningKey(headerA)))
    expect([reads, provider.hits]).toEqual([1, 1])
  })

  it('stored keys beyond their time serve only when the issuer is down, up to the stale bound', async () => {
    const storage = new Map<string, string>()
    const { provider, cache } = start({ storage })
    await cache.refresh()
    await cache.close()
    provider.goDown()
    provider.clock.advance(3600)
    expect((await new JWKSCache(provider.toOptions({ storage })).getSigningKey(headerA)).kid).toBe('a')
    expect(provider.hits).toBe(2)
    provider.clock.advance(86_400)
    await expect(new JWKSCache(provider.toOptions({ storage })).getSigningKey(headerA)).rejects.toMatchObject({ reason: 'stale' })
  })

  it('keys of another source are not taken', async () => {
    const storage = new Map<string, string>()
    const { provider, cache } = start({ storage })
    await cache.refresh()
    await cache.close()
    storage.set('jwks:https://other.example/jwks', storage.get(`jwks:${provider.jwksUri}`)!)
    const other = new JWKSCache(provider.toOptions({ storage, jwksUri: 'https://other.example/jwks' }))
    await other.getSigningKey(headerA)
    expect(provider.hits).toBe(2)
  })

  it('what is stored cannot undo invalidate()', async () => {
    const storage = new Map<string, string>()
    const { provider, cache } = start({ storage })
    await cache.refresh()
    provider.keys = [keyB]
    cache.invalidate()
    await expect(cache.getSigningKey(headerA)).rejects.toThrow(TokenInvalidError)
  })

  it('one that hangs or fails costs nothing but its second', async () => {
    const { cache } = start({ storage: { get: () => Promise.reject(new Error('down')), set: () => Promise.reject(new Error('down')) } })
    expect((await cache.getSigningKey(headerA)).kid).toBe('a')
    await cache.close()
  })
})

it('invalidate() ends the cool-down of unknown kids', async () => {
  const { provider, cache } = start()
  await cache.getKeyById('x').catch(() => undefined)
  await cache.getKeyById('x').catch(() => undefined)
  expect(provider.hits).toBe(1)
  cache.invalidate()
  cache.preload({ keys: [keyA] })
  await cache.getKeyById('x').catch(() => undefined)
  expect(provider.hits).toBe(2)
})

describe('every option has an effect', () => {
  it('ttlSeconds and refreshAheadSeconds', async () => {
    const { cache } = start({ ttlSeconds: 1000, refreshAheadSeconds: 400 })
    await cache.refresh()
    expect([cache.timeUntilRefresh(), cache.timeUntilExpiry()]).toEqual([600, 1000])
  })

  it('cooldownSeconds: 5 allows a look for unknown kids every 5 seconds, 0 any number', async () => {
    for (const [cooldownSeconds, hits] of [
      [5, 3],
      [0, 11],
    ] as const) {
      const { provider, cache } = start({ cooldownSeconds })
      await cache.refresh()
      for (let second = 0; second < 10; second++) {
        await cache.getKeyById('x').catch(() => undefined)
        provider.clock.advance(1)
      }
      expect(provider.hits).toBe(hits)
    }
  })

  it('maxBytes', async () => {
    const { provider, cache } = start({ maxBytes: 800 })
    await cache.refresh()
    provider.keys = [keyA, keyB, { ...otherRsa, kid: 'c' }]
    await expect(cache.refresh()).rejects.toMatchObject({ cause: { name: 'ProtocolError' } })
  })

  it('issuer: the keys are found by its metadata', async () => {
    const issuer = 'https://issuer.example'
    const { provider, cache } = start({ jwksUri: undefined, issuer })
    provider.answer = ({ url }) =>
      url.includes('.well-known') ? Response.json({ issuer, jwks_uri: provider.jwksUri }) : provider.publish()
    expect((await cache.getSigningKey(headerA)).kid).toBe('a')
    expect(provider.hits).toBe(2)
  })
})
