import { TimeoutError } from '@auth/core-errors'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { withinDeadline } from './within-deadline.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('gives the outcome of the work, and leaves no timer', async () => {
  expect(await withinDeadline(5, async () => 'done')).toBe('done')
  await expect(withinDeadline(5, () => Promise.reject(new RangeError()))).rejects.toThrow(RangeError)
  expect(vi.getTimerCount()).toBe(0)
})

it('waits no longer than the deadline', async () => {
  const outcome = expect(withinDeadline(5, () => new Promise(() => undefined))).rejects.toThrow(TimeoutError)
  await vi.advanceTimersByTimeAsync(5000)
  await outcome
  expect(vi.getTimerCount()).toBe(0)
})
