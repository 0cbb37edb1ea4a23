import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { MemoryReplayStore } from './memory-replay-store.ts'

describe('MemoryReplayStore', () => {
  it('lets an id be claimed once, until its time has run out', async () => {
    let now = 1_700_000_000_500
    const store = new MemoryReplayStore({ now: () => now })
    expect(await store.claim('id', 10)).toBe(true)
    expect(await store.claim('id', 10)).toBe(false)
    now += 9_999
    expect(await store.claim('id', 10)).toBe(false)
    now += 1_001
    expect(await store.claim('id', 10)).toBe(true)
  })

  it('lets one of many claims at the same time through', async () => {
    const store = new MemoryReplayStore()
    const claims = await Promise.all(Array.from({ length: 100 }, () => store.claim('id', 10)))
    expect(claims.filter(Boolean)).toHaveLength(1)
  })

  it('tells any two ids apart, whatever they look like', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { minLength: 2, maxLength: 10 }),
        async (ids) => {
          const store = new MemoryReplayStore()
          for (const id of ids) expect(await store.claim(id, 10)).toBe(true)
          for (const id of ids) expect(await store.claim(id, 10)).toBe(false)
        },
      ),
    )
  })

  it('tells ids apart that have the length of a hash within them', async () => {
    const store = new MemoryReplayStore()
    const hash = 'x'.repeat(43)
    for (const id of [hash, `a${hash}`, `b${hash}`, `${hash}a`, `${hash}b`]) expect(await store.claim(id, 10)).toBe(true)
  })

  it('refuses when it is full, says for how long, and takes claims again once there is room', async () => {
    let now = 1_700_000_000_000
    const store = new MemoryReplayStore({ maxEntries: 2, now: () => now })
    await store.claim('short', 5)
    await store.claim('long', 50)
    expect(await catchError(() => store.claim('third', 5))).toMatchObject({
      name: 'ServiceUnavailableError',
      code: 'SRV_5002',
      retryAfterSeconds: 5,
    })
    expect(await store.claim('short', 5)).toBe(false)
    expect(await store.claim('long', 5)).toBe(false)
    now += 5000
    expect(await store.claim('third', 5)).toBe(true)
    expect(await store.claim('long', 5)).toBe(false)
    expect(store.size).toBe(2)
  })

  it('does not forget a claim when the clock is set back, nor one that is made then', async () => {
    let now = 1_700_000_000_000
    const store = new MemoryReplayStore({ now: () => now })
    now += 100_000
    await store.claim('before', 10)
    now -= 100_000
    await store.claim('after', 10)
    expect([await store.claim('before', 10), await store.claim('after', 10)]).toEqual([false, false])
    now += 1_000_000
    await store.claim('last', 10)
    expect(store.size).toBe(1)
  })

  it('does not forget a claim when the clock jumps ahead and comes back', async () => {
    let now = 1_700_000_000_000
    let elapsed = 0
    const store = new MemoryReplayStore({ now: () => now, monotonicNow: () => elapsed })
    const pass = (ms: number): void => {
      now += ms
      elapsed += ms
    }
    await store.claim('used', 300)
    pass(10_000)
    now += 3_600_000
    expect(await store.claim('meanwhile', 300)).toBe(true)
    pass(1000)
    expect(await store.claim('used', 300)).toBe(false)
    now -= 3_600_000
    expect([await store.claim('used', 300), await store.claim('meanwhile', 300)]).toEqual([false, false])
    pass(3_600_000 + 301_000)
    await store.claim('last', 300)
    expect(store.size).toBe(1)
  })

  it('drops what ran out when the clock jumps ahead and stays there, as late as without the jump', async () => {
    let now = 1_700_000_000_000
    let elapsed = 0
    const store = new MemoryReplayStore({ now: () => now, monotonicNow: () => elapsed })
    await store.claim('before', 300)
    now += 3_600_000
    await store.claim('after', 300)
    now += 301_000
    elapsed += 301_000
    await store.claim('last', 300)
    expect(store.size).toBe(1)
  })

  it('forgets in the end what was claimed while the clock was set back', async () => {
    let now = 1_700_000_000_000
    const store = new MemoryReplayStore({ now: () => now })
    for (let index = 1; index <= 100; index++) await store.claim(`id ${index}`, index)
    now += 50_000
    await store.claim('id 51', 1)
    now -= 50_000
    await store.claim('late', 1)
    now += 51_000
    await store.claim('id 52', 1)
    expect(store.size).toBe(49)
  })

  it('forgets all that ran out, however long it was idle', async () => {
    let now = 1_700_000_000_000
    const store = new MemoryReplayStore({ now: () => now })
    for (let index = 0; index < 100; index++) await store.claim(`id ${index}`, index + 1)
    now += 50_000
    await store.claim('one', 1)
    expect(store.size).toBe(51)
    now += 1e12
    await store.claim('two', 1)
    expect(store.size).toBe(1)
  })

  it('answers as a list of ids and times would, in any order of claims and ticks', async () => {
    const step = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      ttl: fc.integer({ min: 1, max: 20 }),
      tick: fc.integer({ min: 0, max: 15 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        let second = 1_700_000_000
        const store = new MemoryReplayStore({ maxEntries: 3, now: () => second * 1000 })
        const model = new Map<string, number>()
        for (const { id, ttl, tick } of steps) {
          second += tick
          for (const [known, free] of model) if (free <= second) model.delete(known)
          const claim = store.claim(id, ttl)
          if (model.has(id)) expect(await claim).toBe(false)
          else if (model.size === 3) await expect(claim).rejects.toMatchObject({ code: 'SRV_5002' })
          else {
            expect(await claim).toBe(true)
            model.set(id, second + ttl)
          }
        }
      }),
    )
  })

  it.each([
    ['maxEntries', { maxEntries: 0 }],
    ['maxEntries', { maxEntries: 1.5 }],
    ['maxEntries', { maxEntries: Number.POSITIVE_INFINITY }],
    ['now', { now: 0 as never }],
    ['monotonicNow', { monotonicNow: 0 as never }],
    ['options', null as never],
  ])('refuses a bad %s: %j', async (option, options) => {
    expect(await catchError(() => new MemoryReplayStore(options))).toMatchObject({ code: 'VAL_2002', details: { option } })
  })

  it.each([
    ['id', '', 1],
    ['id', undefined as never, 1],
    ['ttlSeconds', 'id', Number.NaN],
    ['ttlSeconds', 'id', -1],
    ['ttlSeconds', 'id', Number.POSITIVE_INFINITY],
    ['ttlSeconds', 'id', '1' as never],
  ])('refuses a bad %s: %j, %s', async (option, id, ttlSeconds) => {
    expect(await catchError(() => new MemoryReplayStore().claim(id, ttlSeconds))).toMatchObject({ code: 'VAL_2002', details: { option } })
  })
})
