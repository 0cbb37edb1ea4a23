import { NetworkError, RateLimitError, ServiceUnavailableError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { FailureCooldown } from './failure-cooldown.ts'

function start(): { cooldown: FailureCooldown; advance: (seconds: number) => void } {
  let now = 0
  return {
    cooldown: new FailureCooldown({ monotonicNow: () => now, ttlSeconds: 3600 }),
    advance: (seconds) => void (now += seconds * 1000),
  }
}

it('is 1 second after a failure, doubles with each, and stays at 30', () => {
  const { cooldown, advance } = start()
  const waits = Array.from({ length: 8 }, () => {
    cooldown.record(new NetworkError())
    const { remainingSeconds } = cooldown
    advance(remainingSeconds)
    return remainingSeconds
  })
  expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30])
})

it('stays at 30 after a thousand failures', () => {
  const { cooldown } = start()
  for (let count = 0; count < 2000; count++) cooldown.record(new NetworkError())
  expect(cooldown.remainingSeconds).toBe(30)
})

it('runs down to 0 and not below', () => {
  const { cooldown, advance } = start()
  expect(cooldown.remainingSeconds).toBe(0)
  cooldown.record(new NetworkError())
  advance(0.75)
  expect(cooldown.remainingSeconds).toBe(0.25)
  advance(5)
  expect(cooldown.remainingSeconds).toBe(0)
})

it.each([
  [new RateLimitError('', { retryAfterSeconds: 60 }), 60],
  [new ServiceUnavailableError('', { retryAfterSeconds: 60 }), 60],
  [new ServiceUnavailableError('', { retryAfterSeconds: 0.1 }), 1],
  [new ServiceUnavailableError('', { retryAfterSeconds: 1e9 }), 3600],
  [new ServiceUnavailableError(''), 1],
])('is as long as the server asks, within 1 second and the TTL', (error, expected) => {
  const { cooldown } = start()
  cooldown.record(error)
  expect(cooldown.remainingSeconds).toBe(expected)
})

it('remembers the last error and how many there were, until it is reset', () => {
  const { cooldown } = start()
  const error = new NetworkError()
  cooldown.record(new NetworkError())
  cooldown.record(error)
  expect([cooldown.count, cooldown.lastError]).toEqual([2, error])
  cooldown.reset()
  expect([cooldown.count, cooldown.lastError, cooldown.remainingSeconds]).toEqual([0, undefined, 0])
  cooldown.record(error)
  expect(cooldown.remainingSeconds).toBe(1)
})
