import { describe, expect, it, vi } from 'vitest'
import { catchError } from '../../../test/catch-error.ts'
import { type NodeRedisClient, RedisReplayStore } from './redis-replay-store.ts'

describe('RedisReplayStore', () => {
  it('sends one SET in the way of the package redis, where a client has no `call`', async () => {
    const set = vi.fn<NodeRedisClient['set']>().mockResolvedValueOnce('OK').mockResolvedValueOnce(null)
    const store = new RedisReplayStore({ set })
    expect([await store.claim('id', 1.5), await store.claim('id', 0)]).toEqual([true, false])
    expect(set.mock.calls).toEqual([
      ['dpop:id', '1', { NX: true, PX: 1500 }],
      ['dpop:id', '1', { NX: true, PX: 1 }],
    ])
  })

  it('sends one SET in the way of ioredis, where a client has `call`', async () => {
    const call = vi.fn(async () => 'OK')
    expect(await new RedisReplayStore({ call }, { prefix: 'app:' }).claim('id', 10)).toBe(true)
    expect(call.mock.calls).toEqual([['SET', 'app:id', '1', 'PX', 10_000, 'NX']])
  })

  it('calls the client’s method as a method', async () => {
    const client = {
      reply: 'OK',
      async set() {
        return this.reply
      },
    }
    expect(await new RedisReplayStore(client).claim('id', 1)).toBe(true)
  })

  it.each([[null], [undefined], [''], ['QUEUED'], [0], [{}]])('takes the reply %j for a claim that was made before', async (reply) => {
    expect(await new RedisReplayStore({ set: async () => reply }).claim('id', 1)).toBe(false)
  })

  it('takes a reply in bytes too', async () => {
    expect(await new RedisReplayStore({ set: async () => Buffer.from('OK') }).claim('id', 1)).toBe(true)
  })

  it('rejects with the client’s own error', async () => {
    const cause = new Error('READONLY')
    await expect(new RedisReplayStore({ set: () => Promise.reject(cause) }).claim('id', 1)).rejects.toBe(cause)
  })

  it('waits so long and no longer, and leaves no timer behind', async () => {
    vi.useFakeTimers()
    try {
      const { promise, resolve } = Promise.withResolvers<unknown>()
      const store = new RedisReplayStore({ set: () => promise }, { timeoutSeconds: 2 })
      const late = catchError(() => store.claim('id', 1))
      await vi.advanceTimersByTimeAsync(1)
      const inTime = store.claim('id', 1)
      await vi.advanceTimersByTimeAsync(1999)
      resolve('OK')
      expect(await late).toMatchObject({ name: 'ServiceUnavailableError', code: 'SRV_5002' })
      expect(await inTime).toBe(true)
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it.each([
    ['client', undefined, undefined],
    ['client', {}, undefined],
    ['client', { set: true }, undefined],
    ['client', { call: true }, undefined],
    ['options', { set: async () => 'OK' }, null],
    ['prefix', { set: async () => 'OK' }, { prefix: 7 }],
    ['timeoutSeconds', { set: async () => 'OK' }, { timeoutSeconds: 0 }],
    ['timeoutSeconds', { set: async () => 'OK' }, { timeoutSeconds: Number.POSITIVE_INFINITY }],
  ])('refuses a bad %s', async (option, client, options) => {
    expect(await catchError(() => new RedisReplayStore(client as never, options as never))).toMatchObject({
      code: 'VAL_2002',
      details: { option },
    })
  })

  it.each([
    ['id', '', 1],
    ['ttlSeconds', 'id', Number.NaN],
    ['ttlSeconds', 'id', -1],
  ])('refuses a bad %s', async (option, id, ttlSeconds) => {
    const store = new RedisReplayStore({ set: async () => 'OK' })
    expect(await catchError(() => store.claim(id, ttlSeconds))).toMatchObject({ code: 'VAL_2002', details: { option } })
  })
})
