import { array, assert, asyncProperty, constantFrom, integer } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countListeners } from '../test/count-listeners.ts'
import { ConcurrencyLimit } from './concurrency-limit.ts'

const { signal } = new AbortController()

describe('ConcurrencyLimit', () => {
  it('lets the next in line in when a place is given back', async () => {
    const limit = new ConcurrencyLimit(1)
    const order: string[] = []
    const release = await limit.acquire(signal)
    const waiting = ['second', 'third'].map(async (name) => {
      const done = await limit.acquire(signal)
      order.push(name)
      done()
    })
    await Promise.resolve()
    expect(order).toEqual([])
    release()
    await Promise.all(waiting)
    expect(order).toEqual(['second', 'third'])
  })

  it('takes a place back once, however often it is given', async () => {
    const limit = new ConcurrencyLimit(1)
    const release = await limit.acquire(signal)
    release()
    release()
    await limit.acquire(signal)
    let isIn = false
    void limit.acquire(signal).then(() => (isIn = true))
    await new Promise((resolve) => setImmediate(resolve))
    expect(isIn).toBe(false)
  })

  it('lets whoever aborts leave the line, with the reason', async () => {
    const limit = new ConcurrencyLimit(1)
    const release = await limit.acquire(signal)
    const leaving = new AbortController()
    const gone = limit.acquire(leaving.signal)
    const next = limit.acquire(signal)
    leaving.abort(new Error('left'))
    await expect(gone).rejects.toThrow('left')
    release()
    await next
  })

  it('leaves no listener behind on the signal of whoever came in', async () => {
    const limit = new ConcurrencyLimit(1)
    const counted = countListeners()
    const release = await limit.acquire(counted.signal)
    const waiting = limit.acquire(counted.signal)
    release()
    await waiting
    expect(counted.count()).toBe(0)
  })

  it('gives no place to a signal that is already aborted', async () => {
    const limit = new ConcurrencyLimit(1)
    await expect(limit.acquire(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late')
    await limit.acquire(signal)
  })

  it('never lets more in than it may, and in the end has all places again', async () => {
    const step = constantFrom('enter', 'leave', 'abort')
    await assert(
      asyncProperty(integer({ min: 1, max: 3 }), array(step, { maxLength: 40 }), async (max, steps) => {
        const limit = new ConcurrencyLimit(max)
        const inside: (() => void)[] = []
        const waiting: AbortController[] = []
        const all: Promise<unknown>[] = []
        const enter = (): void => {
          const controller = new AbortController()
          waiting.push(controller)
          const comeIn = async (): Promise<void> => {
            const release = await limit.acquire(controller.signal)
            waiting.splice(waiting.indexOf(controller), 1)
            inside.push(release)
          }
          all.push(comeIn().catch(() => undefined))
        }
        for (const name of steps) {
          if (name === 'enter') enter()
          if (name === 'leave') inside.shift()?.()
          if (name === 'abort') waiting.shift()?.abort()
          await new Promise((resolve) => setImmediate(resolve))
          expect(inside.length).toBeLessThanOrEqual(max)
        }
        for (const controller of waiting) controller.abort()
        await Promise.all(all)
        for (const release of inside) release()
        await Promise.all(Array.from({ length: max }, () => limit.acquire(signal)))
      }),
      { numRuns: 50 },
    )
  })
})
