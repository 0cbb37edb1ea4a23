import { KeysUnavailableError } from '@auth/core-errors'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import { TestProvider, settle } from '../../test/test-provider.ts'
import { createKeySet } from '../keys/key-set.ts'
import { parseJWKS } from '../keys/parse-jwks.ts'
import { checkJWKSCacheOptions, type JWKSCacheOptions } from './jwks-cache-options.ts'
import type { JWKSEvent } from './jwks-event.ts'
import { PublishedKeys } from './published-keys.ts'

const keyA = { ...publicKeys.rsa, kid: 'a' }
const keyB = { ...publicKeys.p256, kid: 'b' }

function start(options: JWKSCacheOptions = {}): { provider: TestProvider; published: PublishedKeys; events: JWKSEvent[] } {
  const provider = new TestProvider(keyA)
  const events: JWKSEvent[] = []
  const onEvent = (event: JWKSEvent): unknown => events.push(event)
  return { provider, events, published: new PublishedKeys(checkJWKSCacheOptions(provider.toOptions({ onEvent, ...options }))) }
}
const toKids = ({ current }: PublishedKeys): unknown => current?.set.keys.map(({ kid }) => kid)

describe('a refresh', () => {
  it('joins the one that is under way', async () => {
    const { provider, published } = start()
    const first = published.refresh()
    expect(published.refresh()).toBe(first)
    await first
    await published.refresh()
    expect(provider.hits).toBe(2)
  })

  it('replaces the whole set: a removed key is gone', async () => {
    const { provider, published } = start()
    await published.refresh()
    provider.keys = [keyB]
    await published.refresh()
    expect(toKids(published)).toEqual(['b'])
  })

  it('keeps the object of a key whose JWK stayed the same, byte for byte', async () => {
    const { provider, published } = start()
    await published.refresh()
    const [before] = published.current!.set.keys
    provider.keys = [keyB, { ...keyA }]
    await published.refresh()
    expect(published.current!.set.keys[1]).toBe(before)
    provider.keys = [{ ...keyA, use: 'sig' }]
    await published.refresh()
    expect(published.current!.set.keys[0]).not.toBe(before)
  })

  it('keeps it over invalidate() too', async () => {
    const { published } = start()
    await published.refresh()
    const [before] = published.current!.set.keys
    published.invalidate()
    await published.refresh()
    expect(published.current!.set.keys[0]).toBe(before)
  })

  it('that finds the set unchanged (304) keeps it, and its time starts anew', async () => {
    const { provider, published, events } = start()
    provider.headers = { etag: '"1"' }
    await published.refresh()
    const { set } = published.current!
    provider.answer = ({ headers }) => new Response(null, { status: headers.get('if-none-match') === '"1"' ? 304 : 500 })
    provider.clock.advance(3000)
    await published.refresh()
    await published.refresh()
    expect(published.current!.set).toBe(set)
    expect(published.current!.expiresAt).toBe(provider.clock.now() + 3_600_000)
    expect(events.map((event) => 'isUnchanged' in event && event.isUnchanged)).toEqual([false, true, true])
  })

  it('asks for the whole set after invalidate() or preloaded keys: nothing is held that could be confirmed', async () => {
    const { provider, published } = start()
    provider.headers = { etag: '"1"' }
    await published.refresh()
    published.invalidate()
    await published.refresh()
    published.accept(createKeySet(parseJWKS({ keys: [keyB] })))
    await published.refresh()
    expect(provider.requests.map(({ headers }) => headers.get('if-none-match'))).toEqual([null, null, null])
  })

  it('that asks whether the set is unchanged takes the new one that comes instead', async () => {
    const { provider, published } = start()
    provider.headers = { etag: '"1"' }
    await published.refresh()
    provider.headers = { etag: '"2"' }
    provider.keys = [keyB]
    await published.refresh()
    await published.refresh()
    expect(toKids(published)).toEqual(['b'])
    expect(provider.requests.map(({ headers }) => headers.get('if-none-match'))).toEqual([null, '"1"', '"2"'])
  })

  it('reads the metadata again after invalidate()', async () => {
    const issuer = 'https://issuer.example'
    const { provider, published } = start({ jwksUri: undefined, issuer })
    const publishAt = (path: string): void => {
      provider.answer = ({ url }) => (url.includes('.well-known') ? Response.json({ issuer, jwks_uri: issuer + path }) : provider.publish())
    }
    publishAt('/jwks')
    await published.refresh()
    publishAt('/moved')
    published.invalidate()
    await published.refresh()
    expect(provider.requests.at(-1)?.url).toBe(`${issuer}/moved`)
  })

  it('is refused by a set with more than maxKeys', async () => {
    const { provider, published } = start({ maxKeys: 1 })
    provider.keys = [keyA, keyB]
    await expect(published.refresh()).rejects.toMatchObject({ name: 'ProtocolError' })
  })
})

describe('what is under way', () => {
  // Long enough that what ends is not ended by its deadline.
  const patient = { httpTimeoutSeconds: 600 }

  it('is ended by invalidate(), and whoever waits gets the keys that come instead', async () => {
    const { provider, published } = start(patient)
    provider.answer = () => new Promise(() => undefined)
    const waiting = published.getReady()
    await settle()
    provider.keys = [keyB]
    provider.comeBack()
    published.invalidate()
    expect((await waiting).keys.map(({ kid }) => kid)).toEqual(['b'])
    expect(provider.requests[0]!.signal.aborted).toBe(true)
  })

  it('is ended by close(), and nothing begins after it', async () => {
    const { provider, published } = start(patient)
    provider.answer = () => new Promise(() => undefined)
    const waiting = expect(published.getReady()).rejects.toThrow(KeysUnavailableError)
    await settle()
    await published.close()
    await waiting
    provider.comeBack()
    provider.clock.advance(60)
    await expect(published.getReady()).rejects.toThrow(KeysUnavailableError)
    expect(provider.hits).toBe(1)
  })

  it('does not depend on a signal of an earlier request: edge workers tie each to its own', async () => {
    let request = 1
    class BoundAbortController extends AbortController {
      readonly #madeIn = request
      override get signal(): AbortSignal {
        if (this.#madeIn !== request) throw new Error('cannot perform I/O on behalf of a different request')
        return super.signal
      }
      override abort(): void {
        throw new Error('cannot perform I/O on behalf of a different request')
      }
    }
    vi.stubGlobal('AbortController', BoundAbortController)
    onTestFinished(() => void vi.unstubAllGlobals())
    const { provider, published } = start()
    await published.getReady()
    request += 1
    provider.keys = [keyB]
    await published.refresh()
    expect(toKids(published)).toEqual(['b'])
    request += 1
    published.invalidate()
    await published.getReady()
    await published.close()
  })

  it('keys in memory serve on after close()', async () => {
    const { published } = start()
    await published.refresh()
    await published.close()
    expect((await published.getReady()).keys).toHaveLength(1)
  })
})

describe('late answers', () => {
  it('in whatever order they come, the newest question wins', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), async (order) => {
        const { provider, published } = start()
        const answers = order.map(() => Promise.withResolvers<Response>())
        // The transport heeds no signal: what was given up may still answer.
        provider.answer = () => answers[provider.hits - 1]!.promise
        const waiting: Promise<unknown>[] = []
        for (let count = 0; count < 4; count++) {
          if (count > 0) published.invalidate()
          waiting.push(published.refresh())
          await settle()
        }
        for (const at of order) {
          answers[at]!.resolve(Response.json({ keys: [{ ...publicKeys.rsa, kid: String(at) }] }))
          await settle()
        }
        await Promise.all(waiting)
        expect(toKids(published)).toEqual(['3'])
        expect(provider.hits).toBe(4)
      }),
      { numRuns: 12 },
    )
  })

  it('whenever invalidate() falls, nothing remains that was asked before it', async () => {
    for (let turns = 0; turns < 60; turns++) {
      const { provider, published } = start()
      const answer = Promise.withResolvers<Response>()
      provider.answer = () => answer.promise
      published.refresh().catch(() => undefined)
      await settle()
      answer.resolve(Response.json({ keys: [keyA] }))
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      provider.answer = () => Response.json({ keys: [keyB] })
      published.invalidate()
      await settle()
      await published.getReady()
      expect(toKids(published)).toEqual(['b'])
    }
  })

  it('what is restored from the storage is older than what came meanwhile, and than invalidate()', async () => {
    for (const meanwhile of ['preload', 'invalidate'] as const) {
      const stored = Promise.withResolvers<string>()
      const { provider, published } = start({ storage: { get: () => stored.promise, set: () => undefined } })
      provider.keys = [keyB]
      const ready = published.getReady()
      if (meanwhile === 'preload') published.accept(createKeySet(parseJWKS({ keys: [keyB] })))
      else published.invalidate()
      const { jwksUri, clock } = provider
      stored.resolve(JSON.stringify({ source: jwksUri, fetchedAt: clock.now() / 1000, jwks: { keys: [keyA] } }))
      expect((await ready).keys.map(({ kid }) => kid)).toEqual(['b'])
      expect(toKids(published)).toEqual(['b'])
    }
  })

  it('an answer that was under way when keys were preloaded is newer than they are', async () => {
    const { published } = start()
    const refresh = published.refresh()
    published.accept(createKeySet(parseJWKS({ keys: [keyB] })))
    await refresh
    expect(toKids(published)).toEqual(['a'])
  })
})

describe('a refresh that is due', () => {
  it('is started by use, once, and nobody waits for it', async () => {
    const { provider, published } = start()
    await published.refresh()
    provider.clock.advance(3299)
    published.judge()
    expect(provider.hits).toBe(1)
    provider.clock.advance(1)
    for (let count = 0; count < 100; count++) expect(published.judge().kind).toBe('use')
    await settle()
    expect(provider.hits).toBe(2)
    expect(published.current!.refreshAt).toBe(provider.clock.now() + 3_300_000)
  })

  it('is not started by nobody: an unused cache does nothing', async () => {
    const { provider, published } = start()
    await published.refresh()
    provider.clock.advance(1e6)
    await settle()
    expect(provider.hits).toBe(1)
  })

  it('that fails waits for the cool-down', async () => {
    const { provider, published } = start()
    await published.refresh()
    provider.goDown()
    provider.clock.advance(3300)
    for (let count = 0; count < 10; count++) {
      published.judge()
      await settle()
    }
    expect(provider.hits).toBe(2)
    provider.clock.advance(1)
    published.judge()
    await settle()
    expect(provider.hits).toBe(3)
  })

  it('of keys that are not there is started by peek()', async () => {
    const { provider, published } = start()
    for (let count = 0; count < 10; count++) expect(published.peek()).toEqual({ kind: 'ask' })
    await settle()
    expect([published.peek().kind, provider.hits]).toEqual(['use', 1])
  })
})

describe('events', () => {
  it('tell what happened, in order, without keys or bodies', async () => {
    const { provider, published, events } = start()
    const source = provider.jwksUri
    const publishAfter =
      (seconds: number, status = 200) =>
      (): Response => {
        provider.clock.advance(seconds)
        return status === 200 ? provider.publish() : new Response('down', { status })
      }
    provider.answer = publishAfter(0.25)
    await published.refresh()
    provider.answer = publishAfter(2, 503)
    await published.refresh().catch(() => undefined)
    provider.keys = []
    provider.answer = publishAfter(0.5)
    await published.refresh()
    const error: unknown = expect.objectContaining({ statusCode: 503 })
    expect(events).toEqual([
      { type: 'jwks_refreshed', source, keyCount: 1, isUnchanged: false, durationSeconds: 0.25 },
      { type: 'jwks_refresh_failed', source, error, retryAfterSeconds: 1, durationSeconds: 2 },
      { type: 'jwks_withdrawn', source, keyCount: 0, isUnchanged: false, durationSeconds: 0.5 },
    ])
  })

  it('a listener that throws breaks nothing', async () => {
    const { published } = start({
      onEvent() {
        throw new Error('listener')
      },
    })
    await published.refresh()
    expect(toKids(published)).toEqual(['a'])
  })
})

it('never asks more often than it may, and never uses what it may not, whatever happens in whatever order', async () => {
  type Step = { readonly do: 'wait'; readonly seconds: number } | { readonly do: 'down' | 'up' | 'withdraw' | 'publish' | 'use' | 'miss' }
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(0.5, 1, 29, 30, 300, 3000, 40_000) }),
    fc.record({ do: fc.constantFrom('down', 'up', 'withdraw', 'publish', 'use', 'use', 'miss') }) as fc.Arbitrary<Step>,
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { provider, published } = start()
      const failedAt: number[] = []
      let lastGood = Number.NEGATIVE_INFINITY
      let isDown = false
      const fetch = provider.answer
      provider.answer = (request) => {
        const now = provider.clock.now() / 1000
        if (failedAt.length > 0) expect(now).toBeGreaterThanOrEqual(failedAt.at(-1)! + Math.min(2 ** (failedAt.length - 1), 30))
        if (isDown) failedAt.push(now)
        else failedAt.length = 0
        if (!isDown) lastGood = now
        return isDown ? new Response('', { status: 500 }) : fetch(request)
      }
      for (const taken of steps) {
        if (taken.do === 'wait') provider.clock.advance(taken.seconds)
        if (taken.do === 'down' || taken.do === 'up') isDown = taken.do === 'down'
        if (taken.do === 'withdraw' || taken.do === 'publish') provider.keys = taken.do === 'publish' ? [keyA] : []
        const before = published.started
        const [outcome] = await Promise.allSettled([published.getReady()])
        if (taken.do === 'miss' && outcome.status === 'fulfilled') await published.lookAgain(before, 'unknown_key')
        if (outcome.status === 'fulfilled') {
          expect(outcome.value.keys.length).toBeGreaterThan(0)
          expect(provider.clock.now() / 1000 - lastGood).toBeLessThan(3600 + 86_400)
        } else expect(outcome.reason).toBeInstanceOf(KeysUnavailableError)
        await settle()
      }
    }),
    { numRuns: 40 },
  )
})
