import {
  circuitBreaker,
  CircuitState as PeerState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  noJitterGenerator,
  SamplingBreaker,
} from 'cockatiel'
import { array, assert, asyncProperty, boolean, constantFrom, integer, record } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CircuitBreaker } from '../src/circuit-breaker.ts'

/**
 * The same calls, one after the other, to cockatiel's breaker and to this one. Left out is where the two differ on
 * purpose: calls that outlive a change of state (here they count no more), what exceeds the probes (here it is refused, there it
 * waits), and an exceeded rate that is met exactly (here it opens).
 */
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const monotonicNow = (): number => Date.now()
const outage = new Error('outage')
const script = array(record({ waitSeconds: integer({ min: 0, max: 12 }), fails: boolean() }), { maxLength: 60, size: 'max' })
const stateNames = {
  [PeerState.Closed]: 'closed',
  [PeerState.Open]: 'open',
  [PeerState.HalfOpen]: 'half_open',
  [PeerState.Isolated]: 'isolated',
}

async function callOutcome(breaker: { execute: (fn: () => Promise<void>) => Promise<void> }, fails: boolean): Promise<string> {
  const call = breaker.execute(() => (fails ? Promise.reject(outage) : Promise.resolve()))
  return call.then(
    () => 'answered',
    (error: unknown) => (error === outage ? 'failed' : 'refused'),
  )
}

describe('CircuitBreaker and cockatiel’s', () => {
  it('let the same calls through when failures in a row count', async () => {
    let refusals = 0
    await assert(
      asyncProperty(script, integer({ min: 1, max: 4 }), async (calls, threshold) => {
        const peer = circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(threshold) })
        const own = new CircuitBreaker({ failureThreshold: threshold, recoveryTimeoutSeconds: 10, monotonicNow })
        for (const { waitSeconds, fails } of calls) {
          vi.advanceTimersByTime(waitSeconds * 1000)
          const outcome = await callOutcome(own, fails)
          expect(outcome).toBe(await callOutcome(peer, fails))
          expect(own.state).toBe(stateNames[peer.state])
          refusals += Number(outcome === 'refused')
        }
      }),
    )
    expect(refusals).toBeGreaterThan(0)
  })

  it('stay open equally long as the time grows', async () => {
    await assert(
      asyncProperty(script, async (calls) => {
        const backoff = new ExponentialBackoff({ initialDelay: 4000, exponent: 2, maxDelay: 20_000, generator: noJitterGenerator })
        const peer = circuitBreaker(handleAll, { halfOpenAfter: backoff, breaker: new ConsecutiveBreaker(2) })
        const own = new CircuitBreaker({
          failureThreshold: 2,
          recoveryTimeoutSeconds: 4,
          recoveryTimeoutGrowth: 2,
          maxRecoveryTimeoutSeconds: 20,
          monotonicNow,
        })
        for (const { waitSeconds, fails } of calls) {
          vi.advanceTimersByTime(waitSeconds * 1000)
          expect(await callOutcome(own, fails)).toBe(await callOutcome(peer, fails))
          expect(own.state).toBe(stateNames[peer.state])
        }
      }),
    )
  })

  it('open at the same call when the share of failures in a window counts', async () => {
    let openings = 0
    await assert(
      asyncProperty(array(constantFrom(true, true, true, false), { maxLength: 60, size: 'max' }), async (calls) => {
        // No whole number of calls meets this rate exactly.
        const rate = Math.SQRT1_2
        const breaker = new SamplingBreaker({ threshold: rate, duration: 10_000, minimumRps: 1 })
        const peer = circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker })
        const window = { seconds: 10, minimumCalls: 10, failureRate: rate }
        const own = new CircuitBreaker({ failureThreshold: 1000, window, monotonicNow })
        for (const fails of calls) {
          await callOutcome(own, fails)
          await callOutcome(peer, fails)
          expect(own.state).toBe(stateNames[peer.state])
          // Once open, cockatiel's window is filled anew in its own way.
          if (own.state === 'open') break
        }
        openings += Number(own.state === 'open')
      }),
    )
    expect(openings).toBeGreaterThan(0)
  })
})
