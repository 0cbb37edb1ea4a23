import { describe, expect, it } from 'vitest'
import type { HTTPEvent } from './http-event.ts'
import { checkHTTPExecutorOptions } from './http-executor-options.ts'
import { createLane } from './lane.ts'

const endpoint = { origin: 'https://id.example', kind: 'token' }

describe('createLane', () => {
  it('tells which endpoint’s circuit has changed', async () => {
    const events: HTTPEvent[] = []
    const circuitBreaker = { failureThreshold: 1 }
    const { breaker } = createLane(endpoint, checkHTTPExecutorOptions({ circuitBreaker, onEvent: (event) => void events.push(event) }))
    await breaker?.execute(() => Promise.reject(new Error('outage'))).catch(() => undefined)
    expect(events).toEqual([{ type: 'circuit_opened', openSeconds: 30, ...endpoint }])
  })

  it('holds what is switched on, on the executor’s clock', () => {
    let now = 0
    const options = { maxConcurrent: 1, retryBudget: { capacity: 1 }, monotonicNow: () => now }
    const lane = createLane(endpoint, checkHTTPExecutorOptions(options))
    expect(lane.limit).toBeDefined()
    expect([lane.budget?.spend(), lane.budget?.spend()]).toEqual([true, false])
    now = 1000
    expect(lane.budget?.spend()).toBe(true)
  })

  it('holds nothing that is switched off', () => {
    const lane = createLane(endpoint, checkHTTPExecutorOptions({ circuitBreaker: false, retryBudget: false }))
    expect(lane).toEqual({ breaker: undefined, limit: undefined, budget: undefined })
  })
})
