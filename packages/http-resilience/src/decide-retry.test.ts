import { CircuitOpenError, ConnectionError, NetworkError, ProtocolError, TimeoutError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { decideRetry, type RetryCircumstances } from './decide-retry.ts'
import { checkRetryConfig } from './retry-config.ts'
import { UnsuccessfulResponse } from './unsuccessful-response.ts'

const config = checkRetryConfig({ maxRetries: 2, jitter: 'none' })
const noon = Date.parse('Mon, 23 Nov 2026 12:00:00 GMT')

function answered(status: number, retryAfter?: string): UnsuccessfulResponse {
  return new UnsuccessfulResponse(new Response(null, { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } }))
}

function decide(circumstances: Partial<RetryCircumstances>): ReturnType<typeof decideRetry> {
  return decideRetry({
    failure: answered(503),
    attempt: 1,
    rule: { config, isRepeatable: true },
    remainingSeconds: 30,
    isCircuitOpen: false,
    spend: () => true,
    now: () => noon,
    random: () => 0,
    ...circumstances,
  })
}

describe('decideRetry', () => {
  it.each([408, 429, 500, 502, 503, 504])('tries again after a %d', (status) => {
    expect(decide({ failure: answered(status) })).toEqual({ kind: 'retry', delaySeconds: 1 })
  })

  it.each([501, 505])('takes a %d for final', (status) => {
    expect(decide({ failure: answered(status) })).toEqual({ kind: 'final' })
  })

  it.each([new NetworkError(), new TimeoutError(), new ConnectionError()])('tries again after a $name', (failure) => {
    expect(decide({ failure }).kind).toBe('retry')
  })

  it.each([new ProtocolError(), new CircuitOpenError(), new Error('the caller’s own')])('takes a $name for final', (failure) => {
    expect(decide({ failure }).kind).toBe('final')
  })

  it('repeats what must not be repeated only if it was never sent', () => {
    const rule = { config, isRepeatable: false }
    expect(decide({ rule }).kind).toBe('final')
    expect(decide({ rule, failure: new NetworkError() }).kind).toBe('final')
    expect(decide({ rule, failure: new ConnectionError() }).kind).toBe('retry')
  })

  it('repeats nothing without a configuration, not even what was never sent', () => {
    expect(decide({ rule: { config: false, isRepeatable: true }, failure: new ConnectionError() }).kind).toBe('final')
  })

  it('ends after the last retry', () => {
    expect(decide({ attempt: 2 })).toEqual({ kind: 'retry', delaySeconds: 2 })
    expect(decide({ attempt: 3 })).toEqual({ kind: 'final' })
  })

  it.each([
    ['seconds', '7', 7],
    ['a date', 'Mon, 23 Nov 2026 12:00:09 GMT', 9],
    ['a date in the past', 'Mon, 23 Nov 2026 11:00:00 GMT', 1],
    ['less than the delay would be', '0', 1],
    ['garbage', 'soon', 1],
    ['negative garbage', '-5', 1],
  ])('waits as long as Retry-After asks: %s', (_, retryAfter, delaySeconds) => {
    for (const status of [429, 500, 502, 503, 504]) {
      expect(decide({ failure: answered(status, retryAfter) })).toEqual({ kind: 'retry', delaySeconds })
    }
  })

  it('gives up at once rather than shorten a Retry-After that does not fit before the deadline', () => {
    expect(decide({ failure: answered(429, '30') })).toEqual({ kind: 'refused', reason: 'deadline' })
    expect(decide({ failure: answered(429, '29') })).toEqual({ kind: 'retry', delaySeconds: 29 })
    expect(decide({ failure: answered(503, '999999999999999') })).toEqual({ kind: 'refused', reason: 'deadline' })
  })

  it('does not wait for a circuit that is open', () => {
    expect(decide({ isCircuitOpen: true })).toEqual({ kind: 'refused', reason: 'circuit' })
  })

  it('gives up when the budget is spent', () => {
    expect(decide({ spend: () => false })).toEqual({ kind: 'refused', reason: 'budget' })
  })

  it('pays only for a retry that is made', () => {
    let spent = 0
    const spend = (): boolean => ++spent > 0
    decide({ spend, failure: answered(429, '99') })
    decide({ spend, isCircuitOpen: true })
    decide({ spend, attempt: 3 })
    expect(spent).toBe(0)
    decide({ spend })
    expect(spent).toBe(1)
  })
})
