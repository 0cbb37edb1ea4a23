import { InvalidGrantError, ServiceUnavailableError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import type { AuthPlatformClientEvent } from '../http/client-event.ts'
import { observeTokenRequest } from './observe-token-request.ts'

function listen(more: object = {}) {
  let now = 0
  const events: AuthPlatformClientEvent[] = []
  const config = { onEvent: (event: AuthPlatformClientEvent) => void events.push(event), monotonicNow: () => (now += 500), ...more }
  return { events, config }
}
const call = { signal: new AbortController().signal, correlationId: 'c' }
const facts = { grant: 'refresh_token', durationSeconds: 0.5, correlationId: 'c' }

describe('observeTokenRequest', () => {
  it('tells that tokens were granted, and how long it took', async () => {
    const { events, config } = listen()
    expect(await observeTokenRequest({ config, grant: 'refresh_token', call }, async () => 7)).toBe(7)
    expect(events).toEqual([{ type: 'tokens_granted', ...facts }])
  })

  it.each([
    [new InvalidGrantError(), { type: 'tokens_refused', code: 'VAL_2004' }],
    [new ServiceUnavailableError(), { type: 'tokens_unavailable', code: 'SRV_5002' }],
    [new Error('whatever'), { type: 'tokens_unavailable', code: undefined }],
  ])('tells a refusal from an outage: %s', async (error, expected) => {
    const { events, config } = listen()
    const fail = async (): Promise<never> => {
      throw error
    }
    await expect(observeTokenRequest({ config, grant: 'refresh_token', call }, fail)).rejects.toBe(error)
    expect(events).toEqual([{ ...facts, ...expected }])
  })

  it('says nothing of what its caller aborted', async () => {
    const { events, config } = listen()
    const aborted = { ...call, signal: AbortSignal.abort() }
    await expect(observeTokenRequest({ config, grant: 'x', call: aborted }, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(events).toEqual([])
  })

  it('works on when its listener throws, at once or later, and reads no clock when there is none', async () => {
    const throwing = listen({
      onEvent: () => {
        throw new Error('no')
      },
    })
    expect(await observeTokenRequest({ config: throwing.config, grant: 'x', call }, async () => 7)).toBe(7)
    const late = listen({ onEvent: async () => Promise.reject(new Error('no')) }) // an unhandled one would end the run
    expect(await observeTokenRequest({ config: late.config, grant: 'x', call }, async () => 7)).toBe(7)
    const silent = listen({ onEvent: undefined, monotonicNow: () => expect.fail('read') })
    expect(await observeTokenRequest({ config: silent.config, grant: 'x', call }, async () => 7)).toBe(7)
  })
})
