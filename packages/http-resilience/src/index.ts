export { HTTPExecutor } from './http-executor.ts'
export type { HTTPExecutorOptions } from './http-executor-options.ts'
export type { AttemptInit, ExecuteInit } from './call.ts'
export type {
  AttemptAnsweredEvent,
  AttemptFailedEvent,
  AttemptReference,
  EndpointReference,
  HTTPEvent,
  RetryRefusedEvent,
  RetryScheduledEvent,
} from './http-event.ts'
export { CircuitBreaker } from './circuit-breaker.ts'
export type { CircuitBreakerOptions, CircuitEvent, CircuitExecuteOptions } from './circuit-breaker.ts'
export type { CircuitBreakerConfig } from './circuit-breaker-config.ts'
export type { CallWindowConfig } from './call-window.ts'
export { CircuitState } from './circuit-state.ts'
export type { RetryConfig } from './retry-config.ts'
export type { RetryBudgetConfig } from './retry-budget.ts'
export { retryDelay } from './retry-delay.ts'
export { parseRetryAfter } from '@auth/core-errors'
export { singleFlight } from './single-flight.ts'
export type { SingleFlight, SingleFlightOptions, SingleFlightRules } from './single-flight.ts'
export { readBounded } from './read-bounded.ts'
export type { ReadBoundedOptions } from './read-bounded.ts'
