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

  it('does not end at once when a provider asks for more than a timer can wait for', async () => {
    let hasEnded = false
    void waitSeconds(1e9, new AbortController().signal).then(() => (hasEnded = true))
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(hasEnded).toBe(false)
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
