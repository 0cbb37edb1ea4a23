import { describe, expect, it } from 'vitest'
import { MemorySessionLock } from './memory-session-lock.ts'

const { signal } = new AbortController()

describe('MemorySessionLock', () => {
  it('runs one piece of work for a key at a time, in order, and others beside it', async () => {
    const lock = new MemorySessionLock()
    const events: string[] = []
    const work = (name: string) => async (): Promise<string> => {
      events.push(`${name} begins`)
      await new Promise(setImmediate)
      events.push(`${name} ends`)
      return name
    }
    const all = ['a1', 'a2', 'b1'].map((name) => lock.run(name[0]!, work(name), { signal }))
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'b1'])
    expect(events.slice(0, 2)).toEqual(['a1 begins', 'b1 begins'])
    expect(events.indexOf('a2 begins')).toBeGreaterThan(events.indexOf('a1 ends'))
  })

  it('is free after work that failed', async () => {
    const lock = new MemorySessionLock()
    await expect(lock.run('a', () => Promise.reject(new Error('failed')), { signal })).rejects.toThrow('failed')
    expect(await lock.run('a', async () => 'next', { signal })).toBe('next')
  })

  it('who gives up waiting lets nobody else in before their turn', async () => {
    const lock = new MemorySessionLock()
    const controller = new AbortController()
    const { promise, resolve } = Promise.withResolvers<void>()
    let isHeld = true
    const holder = lock.run('a', () => promise.finally(() => (isHeld = false)), { signal })
    const gone = expect(lock.run('a', async () => 'never', { signal: controller.signal })).rejects.toThrow('gone')
    const next = lock.run('a', async () => isHeld, { signal })
    controller.abort(new Error('gone'))
    await gone
    resolve()
    await holder
    expect(await next).toBe(false)
    await expect(lock.run('a', async () => 1, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before')
  })
})
