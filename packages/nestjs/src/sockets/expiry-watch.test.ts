import { afterEach, expect, it, vi } from 'vitest'
import { startTimer, watchExpiry } from './expiry-watch.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** A clock and timers that move together; a timer is never late, and never early. */
function createTime(): { now: () => number; startTimer: typeof startTimer; advance: (seconds: number) => void; set: (ms: number) => void } {
  let nowMs = 1_000_000
  let elapsed = 0
  let timers: { at: number; callback: () => void }[] = []
  return {
    now: () => nowMs,
    startTimer(callback, seconds) {
      const timer = { at: elapsed + seconds, callback }
      timers.push(timer)
      return () => void (timers = timers.filter((each) => each !== timer))
    },
    advance(seconds) {
      nowMs += seconds * 1000
      elapsed += seconds
      const due = timers.filter(({ at }) => at <= elapsed)
      timers = timers.filter(({ at }) => at > elapsed)
      for (const { callback } of due) callback()
    },
    set: (ms) => void (nowMs = ms),
  }
}

it('calls back at the time, once, and not before', () => {
  const time = createTime()
  const onExpired = vi.fn<() => void>()
  watchExpiry(1060, onExpired, time)
  time.advance(59)
  expect(onExpired).not.toHaveBeenCalled()
  time.advance(1)
  time.advance(1000)
  expect(onExpired).toHaveBeenCalledTimes(1)
})

it('calls back at once when the time has passed', () => {
  const onExpired = vi.fn<() => void>()
  watchExpiry(1000, onExpired, createTime())
  expect(onExpired).toHaveBeenCalledTimes(1)
})

it('waits longer than a timer can, and follows a clock that was set', () => {
  const time = createTime()
  const onExpired = vi.fn<() => void>()
  watchExpiry(1000 + 40 * 86_400, onExpired, time)
  for (let day = 0; day < 39; day++) time.advance(86_400)
  expect(onExpired).not.toHaveBeenCalled()
  time.set(time.now() - 86_400_000)
  time.advance(86_400)
  expect(onExpired).not.toHaveBeenCalled()
  time.advance(86_400)
  expect(onExpired).toHaveBeenCalledTimes(1)
})

it('can be stopped, in a later part of a long wait too', () => {
  const time = createTime()
  const onExpired = vi.fn<() => void>()
  const stop = watchExpiry(1000 + 3 * 86_400, onExpired, time)
  time.advance(86_400)
  stop()
  time.advance(10 * 86_400)
  expect(onExpired).not.toHaveBeenCalled()
})

it('the runtime\u2019s own timer counts in seconds, and can be stopped', () => {
  vi.useFakeTimers()
  const [first, second] = [vi.fn<() => void>(), vi.fn<() => void>()]
  startTimer(first, 2)
  startTimer(second, 2)()
  vi.advanceTimersByTime(1999)
  expect(first).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 0])
})
