import { TimeoutError } from '@auth/core-errors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDeadline } from './deadline.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const monotonicNow = (): number => performance.now()

describe('createDeadline', () => {
  it('aborts at the deadline with a TimeoutError that tells it', () => {
    const { signal } = createDeadline({ timeoutSeconds: 1.5, callerSignal: undefined, monotonicNow })
    vi.advanceTimersByTime(1499)
    expect(signal.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(signal.reason).toBeInstanceOf(TimeoutError)
    expect(signal.reason).toMatchObject({ timeoutSeconds: 1.5 })
  })

  it('aborts with the caller’s reason as soon as the caller does', () => {
    const caller = new AbortController()
    const { signal } = createDeadline({ timeoutSeconds: 1, callerSignal: caller.signal, monotonicNow })
    caller.abort('left')
    expect(signal.reason).toBe('left')
  })

  it('is aborted from the start for a caller who has left', () => {
    const { signal } = createDeadline({ timeoutSeconds: 1, callerSignal: AbortSignal.abort('left'), monotonicNow })
    expect(signal.reason).toBe('left')
  })

  it('tells what is left, by the monotonic clock, and never less than nothing', () => {
    let now = 5_000
    const deadline = createDeadline({ timeoutSeconds: 2, callerSignal: undefined, monotonicNow: () => now })
    now += 500
    expect(deadline.remainingSeconds()).toBe(1.5)
    now += 9_000
    expect(deadline.remainingSeconds()).toBe(0)
  })

  it('leaves no timer and no listener behind', () => {
    const caller = new AbortController()
    const deadline = createDeadline({ timeoutSeconds: 1, callerSignal: caller.signal, monotonicNow })
    deadline.end()
    expect(vi.getTimerCount()).toBe(0)
    caller.abort('later')
    expect(deadline.signal.aborted).toBe(false)
  })
})
