import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { waitSeconds } from './wait-seconds.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('waitSeconds', () => {
  it('waits so many seconds, and leaves nothing on the signal', async () => {
    const { signal } = new AbortController()
    const remove = vi.spyOn(signal, 'removeEventListener')
    const waited = waitSeconds(5, signal)
    await vi.advanceTimersByTimeAsync(4999)
    expect(remove).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    await waited
    expect(remove).toHaveBeenCalledOnce()
  })

  it('ends with the signal’s reason, and with it the timer', async () => {
    const controller = new AbortController()
    const refused = expect(waitSeconds(5, controller.signal)).rejects.toThrow('enough')
    controller.abort(new Error('enough'))
    await refused
    expect(vi.getTimerCount()).toBe(0)
    await expect(waitSeconds(5, controller.signal)).rejects.toThrow('enough')
    expect(vi.getTimerCount()).toBe(0)
  })
})
