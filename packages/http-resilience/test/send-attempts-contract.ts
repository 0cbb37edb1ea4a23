import { NetworkError } from '@auth/core-errors'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Attempts } from '../src/attempts.ts'

const outage = new Error('outage')

/** Attempts of which the test says what is special. */
export function attemptsWith(overrides: Partial<Attempts>): Attempts {
  return {
    method: 'GET',
    url: 'https://id.example/keys',
    attempt: async () => new Response('answer'),
    planRetry: () => 1,
    maxRetries: 3,
    signal: new AbortController().signal,
    ...overrides,
  }
}

/** What every way of sending must do alike. */
export function itSendsAttempts(sendAttempts: (attempts: Attempts) => Promise<Response>): void {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it.each(['GET', 'POST', 'PATCH', 'PROPFIND'])('gives back the very answer of a %s, whatever its status', async (method) => {
    const answer = new Response('bad', { status: 400 })
    expect(await sendAttempts(attemptsWith({ method, attempt: async () => answer }))).toBe(answer)
  })

  it.each(['GET', 'POST', 'PATCH', 'PROPFIND'])('waits as long as planned between the attempts of a %s', async (method) => {
    const startedAt = performance.now()
    const times: number[] = []
    const planned = [0.25, 4]
    const sending = sendAttempts(
      attemptsWith({
        method,
        planRetry: () => planned.shift(),
        attempt: async () => {
          times.push(performance.now() - startedAt)
          if (times.length < 3) throw outage
          return new Response('answer')
        },
      }),
    )
    await vi.advanceTimersByTimeAsync(4250)
    expect(await (await sending).text()).toBe('answer')
    expect(times).toEqual([0, 250, 4250])
  })

  it('plans with the very failure, and rejects with it when it is final', async () => {
    const planRetry = vi.fn((_failure: unknown): number | undefined => undefined)
    await expect(sendAttempts(attemptsWith({ planRetry, attempt: () => Promise.reject(outage) }))).rejects.toBe(outage)
    expect(planRetry.mock.calls).toEqual([[outage]])
  })

  it('rejects with what looks like a failure of the network just as it is', async () => {
    const failure = new TypeError('fetch failed')
    await expect(sendAttempts(attemptsWith({ planRetry: () => undefined, attempt: () => Promise.reject(failure) }))).rejects.toBe(failure)
  })

  it('rejects with one of this family’s own errors just as it is', async () => {
    const failure = new NetworkError(undefined, { cause: new TypeError('fetch failed') })
    await expect(sendAttempts(attemptsWith({ planRetry: () => undefined, attempt: () => Promise.reject(failure) }))).rejects.toBe(failure)
  })

  it('does not wait for a signal that has aborted meanwhile', async () => {
    const controller = new AbortController()
    const planRetry = (): number => (controller.abort('left'), 60)
    const sending = sendAttempts(attemptsWith({ attempt: () => Promise.reject(outage), planRetry, signal: controller.signal }))
    await expect(sending).rejects.toBe('left')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends its wait with the reason of the signal, and leaves no timer behind', async () => {
    const controller = new AbortController()
    let sent = 0
    const attempt = (): Promise<never> => Promise.reject(++sent && outage)
    const sending = sendAttempts(attemptsWith({ attempt, planRetry: () => 60, signal: controller.signal })).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(1000)
    controller.abort('left')
    expect(await sending).toBe('left')
    expect(sent).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })
}
