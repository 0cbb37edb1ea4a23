import { expect, it, onTestFinished, vi } from 'vitest'
import { joinFlight as joinElsewhere, outlivesCallers } from './join-flight.ts'
import { joinFlight as joinInWorkers, outlivesCallers as outlivesRequests } from './join-flight.workerd.ts'

const never = new Promise<void>(() => undefined)

it('a fetch is joined for as long as it takes, where it outlives its caller', () => {
  expect(joinElsewhere(never, () => Promise.reject(new Error('not asked for')))).toBe(never)
  expect([outlivesCallers, outlivesRequests]).toEqual([true, false])
})

it('in edge workers the fetch of a request that is over is begun anew after a second', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const again = vi.fn(() => Promise.resolve())
  const joined = joinInWorkers(never, again)
  await vi.advanceTimersByTimeAsync(999)
  expect(again).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  await joined
  expect(again).toHaveBeenCalledTimes(1)
})

it.each([
  ['succeeds', () => Promise.resolve(), 'fulfilled'],
  ['fails', () => Promise.reject(new Error('down')), 'rejected'],
])('in edge workers a fetch that %s in time is shared, and no timer stays behind', async (_, fetchKeys, status) => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const again = vi.fn(() => Promise.resolve())
  const [outcome] = await Promise.allSettled([joinInWorkers(fetchKeys(), again)])
  expect(outcome?.status).toBe(status)
  expect(again).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})
