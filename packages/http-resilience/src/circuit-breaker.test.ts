import { CircuitOpenError, InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { CircuitBreaker, type CircuitBreakerOptions, type CircuitEvent } from './circuit-breaker.ts'
import { CircuitState } from './circuit-state.ts'

const outage = new Error('outage')

/** A breaker on a clock that the test moves, and what it told. */
function breakerWith(options: CircuitBreakerOptions = {}): {
  breaker: CircuitBreaker
  clock: { seconds: number }
  events: CircuitEvent[]
  fail: (times?: number) => Promise<void>
} {
  const clock = { seconds: 0 }
  const events: CircuitEvent[] = []
  const breaker = new CircuitBreaker({
    monotonicNow: () => clock.seconds * 1000,
    onEvent: (event) => void events.push(event),
    ...options,
  })
  const fail = async (times = 1): Promise<void> => {
    for (let call = 1; call <= times; call += 1) {
      await expect(breaker.execute(() => Promise.reject(outage))).rejects.toBe(outage)
    }
  }
  return { breaker, clock, events, fail }
}

/** A call that the test ends. */
function heldCall(breaker: CircuitBreaker, signal?: AbortSignal): { end: () => void; fail: () => void; ended: Promise<unknown> } {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const ended = breaker.execute(() => promise, { signal }).catch((error: unknown) => error)
  return { end: resolve, fail: () => reject(outage), ended }
}

describe('CircuitBreaker', () => {
  it('opens after five failures in a row', async () => {
    const { breaker, fail, events } = breakerWith()
    await fail(4)
    expect(breaker.state).toBe(CircuitState.CLOSED)
    await fail()
    expect(breaker.state).toBe(CircuitState.OPEN)
    expect(events).toEqual([{ type: 'circuit_opened', openSeconds: 30 }])
  })

  it('gives up a probe that never ends after the recovery timeout, and hears no more of it', async () => {
    const { breaker, clock, fail, events } = breakerWith()
    await fail(5)
    clock.seconds = 30
    const stuck = heldCall(breaker)
    clock.seconds = 59
    await expect(breaker.execute(() => 'refused')).rejects.toThrow(CircuitOpenError)
    clock.seconds = 60
    const probe = heldCall(breaker)
    await expect(breaker.execute(() => 'refused')).rejects.toThrow(CircuitOpenError)
    stuck.fail()
    await stuck.ended
    expect(breaker.state).toBe(CircuitState.HALF_OPEN)
    probe.end()
    await probe.ended
    expect(breaker.state).toBe(CircuitState.CLOSED)
    expect(events.map(({ type }) => type)).toEqual(['circuit_opened', 'circuit_half_opened', 'circuit_closed'])
  })

  it('counts anew after a success', async () => {
    const { breaker, fail } = breakerWith()
    await fail(4)
    await breaker.execute(() => 'fine')
    await fail(4)
    expect(breaker.state).toBe(CircuitState.CLOSED)
  })

  it('counts whatever is thrown, at once or later', async () => {
    const { breaker } = breakerWith({ failureThreshold: 2 })
    const throwAtOnce = (): never => {
      throw outage
    }
    await expect(breaker.execute(throwAtOnce)).rejects.toBe(outage)
    await expect(breaker.execute(() => Promise.reject(undefined))).rejects.toBe(undefined)
    expect(breaker.state).toBe(CircuitState.OPEN)
  })

  it('refuses without calling while it is open, and says how long that will be', async () => {
    const { breaker, fail, clock } = breakerWith()
    await fail(5)
    clock.seconds = 10
    let called = false
    const refused = await breaker.execute(() => (called = true)).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(CircuitOpenError)
    expect(refused).toMatchObject({ retryAfterSeconds: 20 })
    expect(called).toBe(false)
    expect(breaker.retryAfterSeconds).toBe(20)
    expect(() => breaker.checkAdmission()).toThrow(CircuitOpenError)
  })

  it('lets one probe through after its time, and closes when that succeeds', async () => {
    const { breaker, fail, clock, events } = breakerWith()
    await fail(5)
    clock.seconds = 30
    expect(breaker.state).toBe(CircuitState.OPEN)
    const probe = heldCall(breaker)
    expect(breaker.state).toBe(CircuitState.HALF_OPEN)
    await expect(breaker.execute(() => 'second')).rejects.toMatchObject({ code: 'NET_3004', retryAfterSeconds: 1 })
    probe.end()
    await probe.ended
    expect(breaker.state).toBe(CircuitState.CLOSED)
    expect(events.map(({ type }) => type)).toEqual(['circuit_opened', 'circuit_half_opened', 'circuit_closed'])
  })

  it('opens again when the probe fails', async () => {
    const { breaker, fail, clock } = breakerWith()
    await fail(5)
    clock.seconds = 30
    await fail()
    expect(breaker.state).toBe(CircuitState.OPEN)
    expect(breaker.retryAfterSeconds).toBe(30)
  })

  it('forgets earlier failures when it closes', async () => {
    const { breaker, fail, clock } = breakerWith()
    await fail(5)
    clock.seconds = 30
    await breaker.execute(() => 'fine')
    await fail(4)
    expect(breaker.state).toBe(CircuitState.CLOSED)
  })

  it('closes only when as many probes have succeeded as it lets through', async () => {
    const { breaker, fail, clock } = breakerWith({ halfOpenRequests: 2 })
    await fail(5)
    clock.seconds = 30
    const probes = [heldCall(breaker), heldCall(breaker)]
    await expect(breaker.execute(() => 'third')).rejects.toBeInstanceOf(CircuitOpenError)
    probes[0]?.end()
    await probes[0]?.ended
    expect(breaker.state).toBe(CircuitState.HALF_OPEN)
    await expect(breaker.execute(() => 'third')).rejects.toBeInstanceOf(CircuitOpenError)
    probes[1]?.end()
    await probes[1]?.ended
    expect(breaker.state).toBe(CircuitState.CLOSED)
  })

  it('stays open longer each time a probe fails, up to the maximum, and starts over once closed', async () => {
    const { breaker, fail, clock, events } = breakerWith({
      recoveryTimeoutSeconds: 10,
      recoveryTimeoutGrowth: 2,
      maxRecoveryTimeoutSeconds: 30,
    })
    await fail(5)
    for (const seconds of [10, 20, 30]) {
      clock.seconds += seconds
      await fail()
    }
    clock.seconds += 30
    await breaker.execute(() => 'fine')
    await fail(5)
    expect(events.flatMap((event) => (event.type === 'circuit_opened' ? event.openSeconds : []))).toEqual([10, 20, 30, 30, 10])
  })

  it('lets an abort by the caller count neither way', async () => {
    const { breaker, fail } = breakerWith()
    await fail(4)
    await expect(breaker.execute(() => Promise.reject(outage), { signal: AbortSignal.abort() })).rejects.toBe(outage)
    expect(breaker.state).toBe(CircuitState.CLOSED)
    await fail()
    expect(breaker.state).toBe(CircuitState.OPEN)
  })

  it('counts a success although its caller has aborted', async () => {
    const { breaker, fail } = breakerWith()
    await fail(4)
    await breaker.execute(() => 'fine', { signal: AbortSignal.abort() })
    await fail(4)
    expect(breaker.state).toBe(CircuitState.CLOSED)
  })

  it('lets another probe through when the caller of the first aborted', async () => {
    const { breaker, fail, clock } = breakerWith()
    await fail(5)
    clock.seconds = 30
    const aborting = new AbortController()
    const probe = heldCall(breaker, aborting.signal)
    aborting.abort()
    probe.fail()
    await probe.ended
    expect(breaker.state).toBe(CircuitState.HALF_OPEN)
    expect(await breaker.execute(() => 'second')).toBe('second')
    expect(breaker.state).toBe(CircuitState.CLOSED)
  })

  it.each(['end', 'fail'] as const)('takes no news from a call that was let through before it opened: %s', async (outcome) => {
    const { breaker, fail, clock } = breakerWith()
    const early = heldCall(breaker)
    await fail(5)
    clock.seconds = 30
    const probe = heldCall(breaker)
    early[outcome]()
    await early.ended
    expect(breaker.state).toBe(CircuitState.HALF_OPEN)
    probe.end()
    await probe.ended
    expect(breaker.state).toBe(CircuitState.CLOSED)
  })

  it('opens by the share of failures when it has a window', async () => {
    const { breaker, fail } = breakerWith({ window: { minimumCalls: 4, failureRate: 0.5 } })
    await breaker.execute(() => 'fine')
    await breaker.execute(() => 'fine')
    await fail()
    expect(breaker.state).toBe(CircuitState.CLOSED)
    await fail()
    expect(breaker.state).toBe(CircuitState.OPEN)
  })

  it('is never opened by a good call, although its window then tells enough', async () => {
    const { breaker, fail } = breakerWith({ window: { minimumCalls: 4, failureRate: 0.5 } })
    await fail(3)
    await breaker.execute(() => 'fine')
    expect(breaker.state).toBe(CircuitState.CLOSED)
    await fail()
    expect(breaker.state).toBe(CircuitState.OPEN)
  })

  it('opens by the share of slow calls, and opens again on a slow probe', async () => {
    const { breaker, clock } = breakerWith({ window: { minimumCalls: 2, slowCallSeconds: 5 } })
    const crawl = (): void => void (clock.seconds += 5)
    for (let call = 1; call <= 4; call += 1) await breaker.execute(() => void (clock.seconds += 4))
    await breaker.execute(crawl)
    await breaker.execute(crawl)
    await breaker.execute(crawl)
    expect(breaker.state).toBe(CircuitState.CLOSED)
    await breaker.execute(crawl)
    expect(breaker.state).toBe(CircuitState.OPEN)
    clock.seconds += 30
    await breaker.execute(crawl)
    expect(breaker.state).toBe(CircuitState.OPEN)
    clock.seconds += 30
    await breaker.execute(() => 'quick')
    expect(breaker.state).toBe(CircuitState.CLOSED)
  })

  it('works on when its observer throws', async () => {
    const { breaker, fail } = breakerWith({
      failureThreshold: 1,
      onEvent: () => {
        throw new Error('observer')
      },
    })
    await fail()
    expect(breaker.state).toBe(CircuitState.OPEN)
  })

  it.each([
    ['options', null],
    ['failureThreshold', { failureThreshold: 1.5 }],
    ['monotonicNow', { monotonicNow: 1 }],
    ['onEvent', { onEvent: 'log' }],
  ])('refuses a wrong %s', (option, options) => {
    const create = (): unknown => new CircuitBreaker(options as never)
    expect(create).toThrow(InvalidConfigError)
    expect(create).toThrow(expect.objectContaining({ details: { option } }))
  })

  it('refuses what is not a function, and does not count it', async () => {
    const { breaker } = breakerWith({ failureThreshold: 1 })
    await expect(breaker.execute('text' as never)).rejects.toMatchObject({ code: 'VAL_2002', details: { option: 'fn' } })
    const wrong = breaker.execute(() => 1, { signal: 'stop' as never })
    await expect(wrong).rejects.toMatchObject({ code: 'VAL_2002', details: { option: 'signal' } })
    expect(breaker.state).toBe(CircuitState.CLOSED)
  })
})
