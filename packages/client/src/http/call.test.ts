import { InvalidConfigError, TimeoutError } from '@auth/core-errors'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { beginCall } from './call.ts'

const closing = new AbortController().signal

describe('beginCall', () => {
  it('counts down to the deadline, then throws', () => {
    let now = 1000
    const call = beginCall({ correlationId: 'c' }, { timeoutSeconds: 30, monotonicNow: () => now, closing })
    expect(call.remainingSeconds()).toBe(30)
    now += 29_000
    expect(call.remainingSeconds()).toBe(1)
    now += 1000
    expect(() => call.remainingSeconds()).toThrow(TimeoutError)
    expect(() => call.remainingSeconds()).toThrow(expect.objectContaining({ timeoutSeconds: 30, correlationId: 'c' }))
  })

  it('aborts with the caller’s signal and with the client’s end', () => {
    for (const which of ['signal', 'closing'] as const) {
      const controller = new AbortController()
      const signals = { signal: new AbortController().signal, closing, [which]: controller.signal }
      const call = beginCall({ signal: signals.signal }, { timeoutSeconds: 1, monotonicNow: () => 0, closing: signals.closing })
      controller.abort(new Error(which))
      expect(call.signal.reason).toMatchObject({ message: which })
      expect(() => beginCall({ signal: signals.signal }, { timeoutSeconds: 1, monotonicNow: () => 0, closing: signals.closing })).toThrow(
        which,
      )
    }
  })

  it('ends work at the deadline', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const call = beginCall({ correlationId: 'c' }, { timeoutSeconds: 30, monotonicNow: () => 0, closing })
    const work = call.withinDeadline((signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))))
    const outcome = expect(work).rejects.toMatchObject({ name: 'TimeoutError', timeoutSeconds: 30, correlationId: 'c' })
    await vi.advanceTimersByTimeAsync(30_000)
    await outcome
  })

  it.each([
    ['succeeds', () => Promise.resolve()],
    ['fails', () => Promise.reject(new Error('no'))],
  ])('leaves no timer behind that would keep a program running, when the work %s', async (_, work) => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const call = beginCall({}, { timeoutSeconds: 30, monotonicNow: () => 0, closing })
    const done = call.withinDeadline(work).catch(() => undefined)
    expect(vi.getTimerCount()).toBe(1)
    await done
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each([
    [null, 'options'],
    [{ signal: 'x' }, 'signal'],
    [{ deadlineSeconds: 0 }, 'deadlineSeconds'],
    [{ deadlineSeconds: Infinity }, 'deadlineSeconds'],
    [{ correlationId: '' }, 'correlationId'],
  ])('refuses %j and names it', (options, option) => {
    const begin = (): unknown => beginCall(options as never, { timeoutSeconds: 1, monotonicNow: () => 0, closing })
    expect(begin).toThrow(InvalidConfigError)
    expect(begin).toThrow(expect.objectContaining({ details: { option } }))
  })
})
