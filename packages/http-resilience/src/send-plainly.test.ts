import { describe, expect, it, vi } from 'vitest'
import { countListeners } from '../test/count-listeners.ts'
import { attemptsWith, itSendsAttempts } from '../test/send-attempts-contract.ts'
import { sendAttempts } from './send-plainly.ts'

describe('sendAttempts, plainly', () => {
  itSendsAttempts(sendAttempts)

  it('leaves no listener behind', async () => {
    const { signal, count } = countListeners()
    const steps = [() => Promise.reject(new Error('outage')), () => Promise.resolve(new Response())]
    const sending = sendAttempts(attemptsWith({ signal, attempt: () => steps.shift()?.() ?? Promise.reject(new Error('no more')) }))
    await vi.advanceTimersByTimeAsync(1000)
    await sending
    expect(count()).toBe(0)
  })
})
