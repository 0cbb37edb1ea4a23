import { InvalidConfigError } from '@auth/core-errors'
import { assert, asyncProperty, array, boolean, constantFrom, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countListeners } from '../test/count-listeners.ts'
import { singleFlight } from './single-flight.ts'

function never(): Promise<never> {
  return new Promise(() => undefined)
}

describe('singleFlight', () => {
  it('runs the work once for 10,000 callers of the same key', async () => {
    const fly = singleFlight<number>()
    let runs = 0
    const answers = await Promise.all(Array.from({ length: 10_000 }, () => fly('key', async () => ++runs)))
    expect(runs).toBe(1)
    expect(new Set(answers)).toEqual(new Set([1]))
  })

  it('keeps keys apart, those that objects know by name included', async () => {
    const fly = singleFlight<string>()
    const keys = ['user-1', 'user-2', '__proto__', 'constructor']
    expect(await Promise.all(keys.map((key) => fly(key, async () => key)))).toEqual(keys)
  })

  it('joins no run that is older than any can be, and lets its late end change nothing', async () => {
    let now = 0
    const fly = singleFlight<string>({ maxSeconds: 30, monotonicNow: () => now })
    const dead = Promise.withResolvers<string>()
    const first = fly('key', () => dead.promise)
    now = 29_999
    const joined = fly('key', async () => 'not run')
    now = 30_000
    const slow = Promise.withResolvers<string>()
    const second = fly('key', () => slow.promise)
    dead.resolve('dead')
    expect([await first, await joined]).toEqual(['dead', 'dead'])
    const third = fly('key', async () => 'not run either')
    slow.resolve('alive')
    expect([await second, await third]).toEqual(['alive', 'alive'])
  })

  it.each([
    [null, 'rules'],
    [{ maxSeconds: -1 }, 'maxSeconds'],
    [{ monotonicNow: 5 }, 'monotonicNow'],
  ])('refuses the rules %j and names what is wrong', (rules, option) => {
    expect(() => singleFlight(rules as never)).toThrow(expect.objectContaining({ code: 'VAL_2002', details: { option } }))
  })

  it('runs again after a value', async () => {
    const fly = singleFlight<number>()
    expect(await fly('key', async () => 1)).toBe(1)
    expect(await fly('key', async () => 2)).toBe(2)
  })

  it('gives an error to all who wait and does not remember it', async () => {
    const fly = singleFlight<number>()
    const failure = new Error('outage')
    const answers = await Promise.allSettled([fly('key', async () => Promise.reject(failure)), fly('key', async () => 1)])
    expect(answers).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
    ])
    expect(await fly('key', async () => 2)).toBe(2)
  })

  it('rejects when the work throws before it returns a promise', async () => {
    const fly = singleFlight<number>()
    const work = (): Promise<number> => {
      throw new Error('at once')
    }
    await expect(fly('key', work)).rejects.toThrow('at once')
  })

  it('lets an aborted waiter go and leaves the others alone', async () => {
    const fly = singleFlight<string>()
    const { promise, resolve } = Promise.withResolvers<string>()
    const leaving = new AbortController()
    let workSignal: AbortSignal | undefined
    const gone = fly('key', (signal) => ((workSignal = signal), promise), { signal: leaving.signal })
    const stays = fly('key', never, { signal: new AbortController().signal })
    leaving.abort(new Error('changed my mind'))
    await expect(gone).rejects.toThrow('changed my mind')
    expect(workSignal?.aborted).toBe(false)
    resolve('done')
    expect(await stays).toBe('done')
  })

  it('aborts the work when every waiter is gone, and lets nobody join it any more', async () => {
    const fly = singleFlight<string>()
    const controllers = [new AbortController(), new AbortController()]
    let workSignal: AbortSignal | undefined
    const waiting = controllers.map(({ signal }) => fly('key', (s) => ((workSignal = s), never()), { signal }))
    controllers[0]?.abort(new Error('one'))
    expect(workSignal?.aborted).toBe(false)
    controllers[1]?.abort(new Error('two'))
    expect(workSignal?.aborted).toBe(true)
    const next = fly('key', async () => 'fresh')
    expect(await next).toBe('fresh')
    expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  it('does not start work for a signal that is already aborted', async () => {
    const fly = singleFlight<string>()
    let runs = 0
    const aborted = fly('key', async () => `${++runs}`, { signal: AbortSignal.abort(new Error('too late')) })
    await expect(aborted).rejects.toThrow('too late')
    expect(runs).toBe(0)
  })

  it('lets go of its callers’ signals when the work is done', async () => {
    const fly = singleFlight<number>()
    const { signal, count } = countListeners()
    await fly('key', async () => 1, { signal })
    await Promise.resolve()
    expect(count()).toBe(0)
  })

  it.each([
    ['key', ['', async () => 1]],
    ['work', ['key', 'not a function']],
    ['options', ['key', async () => 1, null]],
    ['signal', ['key', async () => 1, { signal: 'stop' }]],
  ])('refuses a wrong %s', async (option, args) => {
    const refused = Reflect.apply(singleFlight(), undefined, args) as Promise<unknown>
    const error = await refused.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(InvalidConfigError)
    expect(error).toMatchObject({ details: { option } })
  })

  it('never lets two runs of one key overlap unless the first was given up, whatever callers do', async () => {
    const step = record({ key: constantFrom('a', 'b'), abort: boolean(), settle: boolean() })
    await assert(
      asyncProperty(array(step, { maxLength: 30 }), async (steps) => {
        const fly = singleFlight<number>()
        const running = new Map<string, Set<AbortSignal>>([
          ['a', new Set()],
          ['b', new Set()],
        ])
        const settlers: (() => void)[] = []
        const outcomes: Promise<unknown>[] = []
        for (const { key, abort, settle } of steps) {
          const controller = new AbortController()
          const work = async (signal: AbortSignal): Promise<number> => {
            expect([...(running.get(key) ?? [])].filter((other) => !other.aborted)).toEqual([])
            running.get(key)?.add(signal)
            await new Promise<void>((resolve) => settlers.push(resolve))
            running.get(key)?.delete(signal)
            return 1
          }
          outcomes.push(fly(key, work, { signal: controller.signal }))
          if (abort) controller.abort(new Error('left'))
          if (settle) settlers.shift()?.()
          await Promise.resolve()
        }
        for (const settle of settlers) settle()
        const settled = await Promise.allSettled(outcomes)
        const unexpected = settled.filter((outcome) => outcome.status === 'rejected' && outcome.reason.message !== 'left')
        expect(unexpected).toEqual([])
      }),
    )
  })
})
