import { CircuitBreaker } from './circuit-breaker.ts'
import { ConcurrencyLimit } from './concurrency-limit.ts'
import { emitEvent } from './emit-event.ts'
import type { EndpointReference } from './http-event.ts'
import type { CheckedHTTPExecutorOptions } from './http-executor-options.ts'
import { RetryBudget } from './retry-budget.ts'

/** What the calls to one kind of endpoint at one origin share, and share with no others. */
export interface Lane {
  readonly breaker: CircuitBreaker | undefined
  readonly limit: ConcurrencyLimit | undefined
  readonly budget: RetryBudget | undefined
}

/** A lane without a history. */
export function createLane(endpoint: EndpointReference, options: CheckedHTTPExecutorOptions): Lane {
  const { circuitBreaker, maxConcurrent, retryBudget, monotonicNow, onEvent } = options
  return {
    breaker: circuitBreaker
      ? new CircuitBreaker({
          ...circuitBreaker,
          monotonicNow,
          onEvent: (event) => emitEvent(onEvent, { ...event, ...endpoint }),
        })
      : undefined,
    limit: maxConcurrent === undefined ? undefined : new ConcurrencyLimit(maxConcurrent),
    budget: retryBudget ? new RetryBudget(retryBudget, monotonicNow) : undefined,
  }
}
