import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { KeysUnavailableError, TokenInvalidError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { type JWK, JWKSCache, type JWKSCacheOptions, type JWKSEvent, type SigningKey, type TokenHeader } from '../src/index.ts'
import { startHostileServer } from './hostile-server.ts'
import { publicKeys } from './public-keys.ts'
import { TestProvider, settle } from './test-provider.ts'

const { rsa, otherRsa, weakRsa, p256, otherP256, ed25519 } = publicKeys
const keyA: JWK = { ...rsa, kid: 'a' }
const keyB: JWK = { ...otherRsa, kid: 'b' }
const tokenA: TokenHeader = { alg: 'RS256', kid: 'a' }
const tokenB: TokenHeader = { alg: 'RS256', kid: 'b' }

function start(options: JWKSCacheOptions = {}): { provider: TestProvider; cache: JWKSCache; events: JWKSEvent[] } {
  const provider = new TestProvider(keyA)
  const events: JWKSEvent[] = []
  return { provider, events, cache: new JWKSCache(provider.toOptions({ onEvent: (event) => events.push(event), ...options })) }
}

async function startWarm(options?: JWKSCacheOptions): Promise<ReturnType<typeof start>> {
  const started = start(options)
  await started.cache.refresh()
  return started
}

/** What becomes of many look-ups at once. */
async function flood(cache: JWKSCache, kids: readonly string[]): Promise<readonly PromiseSettledResult<SigningKey>[]> {
  return Promise.allSettled(kids.map((kid) => cache.getSigningKey({ alg: 'RS256', kid })))
}
const unknownKids = Array.from({ length: 10_000 }, (_, at) => `unknown-${at}`)

describe('identity provider down at boot', () => {
  it('the first use fails with a typed 503 and says when to come back', async () => {
    const { provider, cache } = start()
    provider.goDown()
    const refusal = cache.getSigningKey(tokenA)
    await expect(refusal).rejects.toThrow(KeysUnavailableError)
    await expect(refusal).rejects.toMatchObject({ httpStatus: 503, reason: 'unreachable', retryAfterSeconds: 1, statusCode: 500 })
  })

  it('asks again after 1 second, then twice as long each time, up to 30', async () => {
    const { provider, cache } = start()
    provider.goDown()
    const hitsAt: number[] = []
    for (let second = 0; second < 125; second++) {
      const before = provider.hits
      await flood(cache, ['a', 'a', 'b'])
      if (provider.hits > before) hitsAt.push(second)
      expect(provider.hits - before).toBeLessThanOrEqual(1)
      provider.clock.advance(1)
    }
    expect(hitsAt).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121])
  })

  it('one blip costs one second, not a whole cool-down', async () => {
    const { provider, cache } = start()
    provider.goDown()
    await expect(cache.getSigningKey(tokenA)).rejects.toThrow(KeysUnavailableError)
    provider.comeBack()
    provider.clock.advance(1)
    expect((await cache.getSigningKey(tokenA)).kid).toBe('a')
    expect(provider.hits).toBe(2)
  })

  it('a success ends the back-off', async () => {
    const { provider, cache } = start({ staleIfErrorSeconds: 0 })
    provider.goDown()
    for (const wait of [1, 2, 4]) {
      await cache.getSigningKey(tokenA).catch(() => undefined)
      provider.clock.advance(wait)
    }
    provider.comeBack()
    await cache.getSigningKey(tokenA)
    provider.goDown()
    provider.clock.advance(3600)
    await expect(cache.getSigningKey(tokenA)).rejects.toMatchObject({ retryAfterSeconds: 1 })
  })
})

describe('down after warm-up', () => {
  it('refuses no valid token up to the hard cap, and asks in the background', async () => {
    const { provider, cache } = await startWarm()
    provider.goDown()
    let refused = 0
    for (let minute = 0; minute < 60 * 24 + 59; minute++) {
      provider.clock.advance(60)
      await cache.getSigningKey(tokenA).catch(() => refused++)
      await settleBriefly()
    }
    expect(refused).toBe(0)
    expect(provider.hits).toBeGreaterThan(1000)
  })

  it('once it is known to be down, nobody waits for it', async () => {
    const { provider, cache } = await startWarm()
    provider.goDown()
    provider.clock.advance(3301)
    await cache.getSigningKey(tokenA)
    await settle()
    provider.answer = () => new Promise(() => undefined)
    provider.clock.advance(3600)
    expect((await cache.getSigningKey(tokenA)).kid).toBe('a')
    expect(cache.getCachedSigningKey(tokenA)?.kid).toBe('a')
    await settle()
    expect(provider.hits).toBe(3)
    await cache.close()
  })

  it('without a refresh ahead, the first use beyond the time waits for the failure, and is served', async () => {
    const { provider, cache } = await startWarm()
    provider.goDown()
    provider.clock.advance(3600)
    expect((await cache.getSigningKey(tokenA)).kid).toBe('a')
    expect(provider.hits).toBe(2)
  })

  it('when it is back, the keys are fresh again', async () => {
    const { provider, cache } = await startWarm()
    provider.goDown()
    provider.clock.advance(3600)
    await cache.getSigningKey(tokenA)
    provider.comeBack()
    provider.clock.advance(1)
    await cache.getSigningKey(tokenA)
    await settle()
    expect(cache.snapshot()).toMatchObject({ state: 'fresh', consecutiveFailures: 0 })
  })

  it('an unknown kid is an outage too, not a bad token', async () => {
    const { provider, cache } = await startWarm()
    provider.goDown()
    await expect(cache.getSigningKey(tokenB)).rejects.toMatchObject({ name: 'KeysUnavailableError', reason: 'unreachable' })
    await expect(cache.getSigningKey(tokenB)).rejects.toMatchObject({ name: 'KeysUnavailableError', retryAfterSeconds: 1 })
    expect(provider.hits).toBe(2)
  })

  it('and a blip does not use up the look that an unknown kid may cause', async () => {
    const { provider, cache } = await startWarm()
    provider.goDown()
    await cache.getSigningKey(tokenB).catch(() => undefined)
    provider.comeBack()
    provider.keys = [keyA, keyB]
    provider.clock.advance(1)
    expect((await cache.getSigningKey(tokenB)).kid).toBe('b')
  })
})

describe('an unknown kid while the issuer is down', () => {
  it('is looked for as often as the issuer may be asked, even within the window of the last look', async () => {
    const { provider, cache } = await startWarm()
    await cache.getSigningKey(tokenB).catch(() => undefined)
    provider.goDown()
    await cache.refresh().catch(() => undefined)
    provider.keys = [keyA, keyB]
    await expect(cache.getSigningKey(tokenB)).rejects.toMatchObject({ reason: 'unreachable', retryAfterSeconds: 1 })
    provider.comeBack()
    provider.clock.advance(1)
    expect((await cache.getSigningKey(tokenB)).kid).toBe('b')
  })
})

describe('past the hard cap', () => {
  it('fails closed with reason stale, by both ways', async () => {
    const { provider, cache } = await startWarm()
    provider.goDown()
    provider.clock.advance(3600 + 86_400 - 1)
    expect((await cache.getSigningKey(tokenA)).kid).toBe('a')
    provider.clock.advance(1)
    await expect(cache.getSigningKey(tokenA)).rejects.toMatchObject({ name: 'KeysUnavailableError', reason: 'stale' })
    expect(() => cache.getCachedSigningKey(tokenA)).toThrow(expect.objectContaining({ reason: 'stale' }))
    expect(cache.isCached).toBe(false)
  })

  it('after an idle time asks first: only an outage is refused', async () => {
    const { provider, cache } = await startWarm()
    provider.clock.advance(1_000_000)
    expect(cache.getCachedSigningKey(tokenA)).toBeUndefined()
    expect((await cache.getSigningKey(tokenA)).kid).toBe('a')
    expect(provider.hits).toBe(2)
  })

  it('staleIfErrorSeconds 0 means none', async () => {
    const { provider, cache } = await startWarm({ staleIfErrorSeconds: 0 })
    provider.goDown()
    provider.clock.advance(3600)
    await expect(cache.getSigningKey(tokenA)).rejects.toMatchObject({ reason: 'stale' })
  })
})

describe('JWKS 500, time-out, garbage, HTML 200', () => {
  const json = (text: string) => (): Response => new Response(text, { headers: { 'content-type': 'application/json' } })
  const corpus: Record<string, () => Response | Promise<Response>> = {
    'a 500': () => new Response('oops', { status: 500 }),
    'a 503': () => new Response('', { status: 503 }),
    'a 404': () => new Response('', { status: 404 }),
    'a 401': () => Response.json({ error: 'invalid_client' }, { status: 401 }),
    'a 204': () => new Response(null, { status: 204 }),
    'a 304 that nobody asked for': () => new Response(null, { status: 304 }),
    'a refused connection': () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })),
    'a time-out': () => Promise.reject(new DOMException('timed out', 'TimeoutError')),
    'HTML with status 200': () => new Response('<html>log in</html>', { headers: { 'content-type': 'text/html' } }),
    'an empty body': json(''),
    'half a set': json('{"keys":[{"kty":"RSA"'),
    null: json('null'),
    'an array': json('[]'),
    'a number': json('1'),
    'an object without keys': json('{}'),
    'keys that are no array': json('{"keys":{}}'),
    'bytes that are not UTF-8': () => new Response(Uint8Array.of(0xff, 0xfe, 0x00)),
    'a nesting without end': json(`{"keys":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    'a private key': json(JSON.stringify({ keys: [keyA, { ...keyB, d: 'AAAA' }] })),
    'an octet key': json(JSON.stringify({ keys: [keyA, { kty: 'oct', kid: 'b', k: 'AAAA' }] })),
    'a body that breaks off': () =>
      new Response(
        new ReadableStream({
          start: (controller) => (controller.enqueue(new TextEncoder().encode('{"keys":')), controller.error(new Error('reset'))),
        }),
      ),
  }

  it.each(Object.entries(corpus))('%s: the last good set stays, and an event says so', async (_, answer) => {
    const { provider, cache, events } = await startWarm()
    const key = cache.getKey('a')
    provider.answer = answer
    await expect(cache.refresh()).rejects.toMatchObject({ name: 'KeysUnavailableError', reason: 'unreachable' })
    expect(cache.getKey('a')).toBe(key)
    provider.clock.advance(3600)
    expect(await cache.getSigningKey(tokenA)).toBe(key)
    expect(events.at(1)).toMatchObject({ type: 'jwks_refresh_failed', retryAfterSeconds: 1, error: { code: expect.any(String) } })
  })

  it.each(Object.entries(corpus))('%s at boot: 503, never 401', async (_, answer) => {
    const { provider, cache } = start()
    provider.answer = answer
    await expect(cache.getSigningKey(tokenA)).rejects.toMatchObject({ httpStatus: 503, reason: 'unreachable' })
  })
})

describe('huge or gzip-bomb body; slow drip; redirect', () => {
  const faults: Record<string, (response: ServerResponse, elsewhere: string) => void> = {
    'a huge body is cut at the cap': (response) => response.end(Buffer.alloc(5_000_000, ' ')),
    'a gzip bomb is cut as it unfolds': (response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000))),
    'a slow drip ends at the deadline': (response) => {
      const drip = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(drip))
    },
    'a redirect is refused': (response, elsewhere) => response.writeHead(302, { location: elsewhere }).end(),
  }

  it.each(Object.entries(faults))('%s, the second server sees nothing, and the last good keys stay', async (_, misbehave) => {
    await using second = await startHostileServer((__, response) => response.end(JSON.stringify({ keys: [keyB] })))
    await using server = await startHostileServer((__, response) => misbehave(response, second.url))
    const cache = new JWKSCache({ jwksUri: server.url, allowInsecureLoopback: true, httpTimeoutSeconds: 1 })
    cache.preload({ keys: [keyA] })
    await expect(cache.refresh()).rejects.toMatchObject({ name: 'KeysUnavailableError', reason: 'unreachable' })
    expect((await cache.getSigningKey(tokenA)).kid).toBe('a')
    expect(second.requests).toHaveLength(0)
  })
})

describe('a well-formed set with no usable key', () => {
  it.each([
    ['an empty one', []],
    ['one with a weak key', [{ ...weakRsa, kid: 'a' }]],
    ['one with encryption keys', [{ ...keyA, use: 'enc' }]],
  ])('%s is a withdrawal: it replaces the old set and fails closed with 503', async (_, keys) => {
    const { provider, cache, events } = await startWarm()
    provider.keys = keys
    await cache.refresh()
    const refusal = { name: 'KeysUnavailableError', reason: 'withdrawn', httpStatus: 503, retryAfterSeconds: 30 }
    await expect(cache.getSigningKey(tokenA)).rejects.toMatchObject(refusal)
    await expect(cache.getKeyById('a')).rejects.toMatchObject(refusal)
    await expect(cache.getAllSigningKeys()).rejects.toMatchObject(refusal)
    expect(() => cache.getCachedSigningKey(tokenA)).toThrow(expect.objectContaining(refusal))
    expect([cache.getKey('a'), cache.getSigningKeys(), cache.isCached, cache.snapshot().state]).toEqual([undefined, [], false, 'withdrawn'])
    expect(events.at(-1)).toMatchObject({ type: 'jwks_withdrawn', keyCount: 0 })
  })

  it('is looked at again after the cool-down, so that new keys end it', async () => {
    const { provider, cache } = await startWarm()
    provider.keys = []
    await cache.refresh()
    await flood(cache, unknownKids.slice(0, 100))
    expect(provider.hits).toBe(2)
    provider.keys = [keyB]
    provider.clock.advance(30)
    expect(cache.getCachedSigningKey(tokenB)).toBeUndefined()
    expect((await cache.getSigningKey(tokenB)).kid).toBe('b')
    expect(provider.hits).toBe(3)
  })

  it('stays one when the issuer goes down after it: the old keys do not come back', async () => {
    const { provider, cache } = await startWarm()
    provider.keys = []
    await cache.refresh()
    provider.goDown()
    provider.clock.advance(31)
    await expect(cache.getSigningKey(tokenA)).rejects.toMatchObject({ reason: 'withdrawn' })
  })
})

describe('planned rotation', () => {
  it('a new kid is fetched at once: 0 refusals', async () => {
    const { provider, cache } = await startWarm()
    provider.keys = [keyA, keyB]
    const results = await flood(
      cache,
      Array.from({ length: 1000 }, (_, at) => (at % 2 ? 'a' : 'b')),
    )
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([])
    expect(provider.hits).toBe(2)
  })

  it('OpenID Connect Core 10.1.1: refetches once, and refuses what is not there then', async () => {
    const { provider, cache } = await startWarm()
    await expect(cache.getSigningKey(tokenB)).rejects.toThrow(TokenInvalidError)
    expect(provider.hits).toBe(2)
  })
})

describe('emergency rotation, revoked key still cached', () => {
  it('invalidate() drops it at once, whatever the cool-downs', async () => {
    const { provider, cache } = await startWarm()
    await cache.getSigningKey({ alg: 'RS256', kid: 'unknown' }).catch(() => undefined)
    provider.keys = [keyB]
    cache.invalidate()
    expect(cache.getCachedSigningKey(tokenA)).toBeUndefined()
    await expect(cache.getSigningKey(tokenA)).rejects.toThrow(TokenInvalidError)
    expect((await cache.getSigningKey(tokenB)).kid).toBe('b')
  })

  it('after invalidate() the old keys do not serve through an outage', async () => {
    const { provider, cache } = await startWarm()
    provider.goDown()
    cache.invalidate()
    await expect(cache.getSigningKey(tokenA)).rejects.toMatchObject({ reason: 'unreachable' })
  })

  it('invalidate() ends the cool-down after failures', async () => {
    const { provider, cache } = start()
    provider.goDown()
    await cache.getSigningKey(tokenA).catch(() => undefined)
    provider.comeBack()
    cache.invalidate()
    expect((await cache.getSigningKey(tokenA)).kid).toBe('a')
  })

  it('a removed key fails within the TTL, in use or not', async () => {
    const { provider, cache } = await startWarm()
    provider.keys = [keyB]
    provider.clock.advance(3600)
    expect(cache.getCachedSigningKey(tokenA)).toBeUndefined()
    await expect(cache.getSigningKey(tokenA)).rejects.toThrow(TokenInvalidError)
  })

  it('and within the max-age that the issuer asks for', async () => {
    const { provider, cache } = start()
    provider.headers = { 'cache-control': 'max-age=60' }
    await cache.refresh()
    provider.keys = [keyB]
    provider.clock.advance(60)
    await expect(cache.getSigningKey(tokenA)).rejects.toThrow(TokenInvalidError)
  })
})

describe('flood of unknown kids', () => {
  it('10,000 at once on a cold cache make one fetch', async () => {
    const { provider, cache } = start()
    const results = await flood(cache, unknownKids)
    expect(results.every((result) => result.status === 'rejected' && result.reason instanceof TokenInvalidError)).toBe(true)
    expect(provider.hits).toBe(1)
  })

  it('10,000 make at most one fetch a window, and leave real users alone', async () => {
    const { provider, cache } = await startWarm()
    for (let window = 1; window <= 3; window++) {
      const [good] = await Promise.all([cache.getSigningKey(tokenA), flood(cache, unknownKids)])
      expect(good.kid).toBe('a')
      await flood(cache, unknownKids.slice(0, 100))
      expect(provider.hits).toBe(1 + window)
      provider.clock.advance(30)
    }
  })

  it('one after the other too, and real users never wait for the network', async () => {
    const { provider, cache } = await startWarm()
    for (const kid of unknownKids.slice(0, 500)) {
      await cache.getSigningKey({ alg: 'RS256', kid }).catch(() => undefined)
      expect(cache.getCachedSigningKey(tokenA)?.kid).toBe('a')
    }
    expect(provider.hits).toBe(2)
  })

  it('costs no memory: nothing is kept of a kid that is not there', async () => {
    const { cache } = await startWarm()
    const before = JSON.stringify(cache.snapshot())
    await flood(cache, unknownKids)
    expect(JSON.stringify(cache.snapshot())).toBe(before)
  })

  it('of tokens without a usable algorithm makes no fetch at all', async () => {
    const { provider, cache } = start()
    for (const alg of ['none', 'HS256', '']) await expect(cache.getSigningKey({ alg, kid: 'a' })).rejects.toThrow(TokenInvalidError)
    expect(provider.hits).toBe(0)
  })
})

it('10,000 concurrent first look-ups make one fetch, and the warm path none', async () => {
  const { provider, cache } = start()
  const results = await flood(
    cache,
    Array.from({ length: 10_000 }, () => 'a'),
  )
  expect(new Set(results.map((result) => result.status === 'fulfilled' && result.value)).size).toBe(1)
  for (let count = 0; count < 1000; count++) cache.getCachedSigningKey(tokenA)
  await flood(
    cache,
    Array.from({ length: 1000 }, () => 'a'),
  )
  expect(provider.hits).toBe(1)
})

describe('flood that masks a rotation', () => {
  it('the rotation is seen within the cool-down', async () => {
    const { provider, cache } = await startWarm()
    await flood(cache, unknownKids.slice(0, 100))
    provider.keys = [keyA, keyB]
    let seenAfter = Number.POSITIVE_INFINITY
    for (let second = 1; second <= 60 && seenAfter > second; second++) {
      provider.clock.advance(1)
      await flood(cache, unknownKids.slice(second * 100, second * 100 + 100))
      if ((await flood(cache, ['b']))[0]!.status === 'fulfilled') seenAfter = second
    }
    expect(seenAfter).toBeLessThanOrEqual(30)
  })

  it('even when the flood asked for the very kid before it was published', async () => {
    const { provider, cache } = await startWarm()
    await flood(cache, ['b', 'b', 'b'])
    provider.keys = [keyA, keyB]
    provider.clock.advance(30)
    expect((await cache.getSigningKey(tokenB)).kid).toBe('b')
  })
})

describe('old response overtakes a new one', () => {
  it('an answer that was asked for before invalidate() never overwrites a newer one', async () => {
    const { provider, cache } = start()
    const late = Promise.withResolvers<Response>()
    provider.answer = () => late.promise
    const first = cache.getSigningKey(tokenA)
    await settle()
    cache.invalidate()
    provider.keys = [keyB]
    provider.comeBack()
    expect((await cache.getSigningKey(tokenB)).kid).toBe('b')
    late.resolve(Response.json({ keys: [keyA] }))
    await expect(first).rejects.toThrow(TokenInvalidError)
    expect(cache.getSigningKeys().map(({ kid }) => kid)).toEqual(['b'])
  })

  it('nor does a late failure count against a server that has answered since', async () => {
    const { provider, cache, events } = start()
    const late = Promise.withResolvers<Response>()
    provider.answer = () => late.promise
    const first = cache.getSigningKey(tokenA)
    await settle()
    cache.invalidate()
    provider.comeBack()
    late.reject(new TypeError('reset'))
    expect((await first).kid).toBe('a')
    expect(cache.snapshot().consecutiveFailures).toBe(0)
    expect(events.map(({ type }) => type)).toEqual(['jwks_refreshed'])
  })
})

describe('kid reused for a new key', () => {
  const swapped: JWK = { ...otherRsa, kid: 'a' }

  it('one forced refetch finds the key that took it over', async () => {
    const { provider, cache } = await startWarm()
    const old = await cache.getSigningKey(tokenA)
    provider.keys = [swapped]
    expect((await cache.getReplacementKey(tokenA, old))?.jwk).toEqual(swapped)
    expect(cache.getCachedSigningKey(tokenA)?.jwk).toEqual(swapped)
    expect(provider.hits).toBe(2)
  })

  it('who comes later with the old key gets the new one without a fetch', async () => {
    const { provider, cache } = await startWarm()
    const old = await cache.getSigningKey(tokenA)
    provider.keys = [swapped]
    await cache.refresh()
    expect((await cache.getReplacementKey(tokenA, old))?.jwk).toEqual(swapped)
    expect(provider.hits).toBe(2)
  })

  it('10,000 forged signatures make at most one fetch a window', async () => {
    const { provider, cache } = await startWarm()
    const old = await cache.getSigningKey(tokenA)
    const answers = await Promise.all(Array.from({ length: 10_000 }, () => cache.getReplacementKey(tokenA, old)))
    expect(new Set(answers)).toEqual(new Set([undefined]))
    expect(provider.hits).toBe(2)
    provider.clock.advance(30)
    await cache.getReplacementKey(tokenA, old)
    expect(provider.hits).toBe(3)
  })

  it('a forged signature does not hide a rotation: unknown kids have a window of their own', async () => {
    const { provider, cache } = await startWarm()
    await cache.getReplacementKey(tokenA, await cache.getSigningKey(tokenA))
    provider.keys = [keyB]
    expect((await cache.getSigningKey(tokenB)).kid).toBe('b')
    expect(provider.hits).toBe(3)
  })

  it('in an outage there is none, and nothing is thrown: the signature stays bad', async () => {
    const { provider, cache } = await startWarm()
    const old = await cache.getSigningKey(tokenA)
    provider.goDown()
    expect(await cache.getReplacementKey(tokenA, old)).toBeUndefined()
    provider.clock.advance(3600 + 86_400)
    expect(await cache.getReplacementKey(tokenA, old)).toBeUndefined()
  })
})

describe('no kid/alg/use; mixed types; one bad key', () => {
  it('infers within the table and skips only the bad one', async () => {
    const { provider, cache } = start()
    provider.keys = [
      rsa,
      p256,
      { ...ed25519, kid: 'ed' },
      { ...weakRsa, kid: 'weak' },
      { kty: 'new', kid: 'new' },
      { ...otherP256, use: 'enc' },
    ]
    const grid: readonly [TokenHeader, JWK | undefined][] = [
      [{ alg: 'RS256' }, rsa],
      [{ alg: 'PS512' }, rsa],
      [{ alg: 'ES256' }, p256],
      [{ alg: 'ES384' }, undefined],
      [
        { alg: 'EdDSA', kid: 'ed' },
        { ...ed25519, kid: 'ed' },
      ],
      [{ alg: 'Ed25519' }, { ...ed25519, kid: 'ed' }],
      [{ alg: 'RS256', kid: 'weak' }, undefined],
      [{ alg: 'RS256', kid: 'new' }, undefined],
      [{ alg: 'ES256', kid: 'ed' }, undefined],
    ]
    for (const [header, jwk] of grid) {
      const [found] = await Promise.allSettled([cache.getSigningKey(header)])
      expect(found.status === 'fulfilled' ? found.value.jwk : undefined, JSON.stringify(header)).toEqual(jwk)
    }
  })

  it('no kid and one suitable key: it is used; several: refused', async () => {
    const { provider, cache } = await startWarm()
    expect((await cache.getSigningKey({ alg: 'RS256' })).kid).toBe('a')
    provider.keys = [keyA, keyB]
    await cache.refresh()
    await expect(cache.getSigningKey({ alg: 'RS256' })).rejects.toThrow(TokenInvalidError)
  })
})

it('private or oct key in a remote set: the set is refused, and the last good one stays', async () => {
  for (const shown of [
    { kty: 'oct', kid: 'c', k: 'c2VjcmV0' },
    { ...keyB, kid: 'c', d: 'c2VjcmV0' },
  ]) {
    const { provider, cache } = await startWarm()
    provider.keys = [keyB, shown]
    await expect(cache.getSigningKey(tokenB)).rejects.toMatchObject({ name: 'KeysUnavailableError' })
    expect((await cache.getSigningKey(tokenA)).kid).toBe('a')
  }
})

describe('clock stepping back or forward', () => {
  it('does not touch how long keys are good: that runs on the monotonic clock', async () => {
    const provider = new TestProvider(keyA)
    let wall = 0
    const cache = new JWKSCache(provider.toOptions({ now: () => wall }))
    await cache.refresh()
    for (wall of [-1e12, 1e15, 0]) {
      expect(cache.timeUntilExpiry()).toBe(3600)
      expect((await cache.getSigningKey(tokenA)).kid).toBe('a')
    }
    expect(provider.hits).toBe(1)
  })
})

describe('429 and 503 with Retry-After', () => {
  const atSixty = new Date(1_800_000_000_000 + 60_000).toUTCString()
  it.each([
    ['in seconds', '60', 60],
    ['a date', atSixty, 60],
    ['shorter than the own cool-down', '0', 1],
    ['a date in the past', 'Mon, 01 Jan 2001 00:00:00 GMT', 1],
    ['garbage', 'soon', 1],
    ['missing', undefined, 1],
    ['huge: the TTL is the bound', '999999999', 3600],
  ])('%s', async (_, retryAfter, expected) => {
    for (const status of [429, 503]) {
      const { provider, cache } = start()
      provider.answer = () => new Response('', { status, ...(retryAfter && { headers: { 'retry-after': retryAfter } }) })
      await expect(cache.getSigningKey(tokenA)).rejects.toMatchObject({ reason: 'unreachable', retryAfterSeconds: expected })
      provider.comeBack()
      provider.clock.advance(expected - 0.001)
      await expect(cache.getSigningKey(tokenA)).rejects.toThrow(KeysUnavailableError)
      provider.clock.advance(0.001)
      expect((await cache.getSigningKey(tokenA)).kid).toBe('a')
      expect(provider.hits).toBe(2)
    }
  })
})

/** A refresh in the background needs some turns of the event loop, but not many. */
async function settleBriefly(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}
