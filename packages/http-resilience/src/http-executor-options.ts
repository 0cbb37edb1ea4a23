import { checkFunction, checkInteger, checkObject, checkOneOf, checkSeconds } from '@auth/core-errors/options'
import { type CheckedCircuitBreakerConfig, checkCircuitBreakerConfig, type CircuitBreakerConfig } from './circuit-breaker-config.ts'
import type { HTTPEvent } from './http-event.ts'
import { type CheckedRetryBudgetConfig, checkRetryBudgetConfig, type RetryBudgetConfig } from './retry-budget.ts'
import { type CheckedRetryConfig, checkRetryConfig, type RetryConfig } from './retry-config.ts'

/** What an `HTTPExecutor` takes. Breaker, concurrency limit and retry budget are kept per origin and kind of endpoint. */
export interface HTTPExecutorOptions {
  /** How calls are repeated that may be; `false` sends each once. @default a `RetryConfig` with its defaults */
  readonly retry?: RetryConfig | false | undefined
  /** When to stop calling an endpoint that fails; `false` never does. @default a `CircuitBreakerConfig` with its defaults */
  readonly circuitBreaker?: CircuitBreakerConfig | false | undefined
  /** How long a call may take over all its attempts, its answer's body included, in seconds. @default 30 */
  readonly timeoutSeconds?: number | undefined
  /** The longest body that is taken, in bytes, counted after decompression. @default 1048576 */
  readonly maxResponseBytes?: number | undefined
  /** How many requests may be under way at a time. @default no limit */
  readonly maxConcurrent?: number | undefined
  /** How many retries there may be over all calls; `false` sets no bound. @default a `RetryBudgetConfig` with its defaults */
  readonly retryBudget?: RetryBudgetConfig | false | undefined
  /** The raw transport. @default the global fetch */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** The wall clock, in milliseconds: a `Retry-After` date is compared with it. @default Date.now */
  readonly now?: (() => number) | undefined
  /** A clock that never steps back, in milliseconds. @default performance.now */
  readonly monotonicNow?: (() => number) | undefined
  /** Gives numbers from 0 to below 1, for the jitter. @default Math.random */
  readonly random?: (() => number) | undefined
  /** Is told what happens. What it throws is ignored. */
  readonly onEvent?: ((event: HTTPEvent) => void) | undefined
  /** Lets plain http pass to loopback addresses. @default false */
  readonly allowInsecureLoopback?: boolean | undefined
}

/** {@link HTTPExecutorOptions}, checked, with their defaults. */
export interface CheckedHTTPExecutorOptions {
  readonly retry: CheckedRetryConfig | false
  readonly circuitBreaker: CheckedCircuitBreakerConfig | false
  readonly timeoutSeconds: number
  readonly maxResponseBytes: number
  readonly maxConcurrent: number | undefined
  readonly retryBudget: CheckedRetryBudgetConfig | false
  readonly fetch: typeof globalThis.fetch
  readonly now: () => number
  readonly monotonicNow: () => number
  readonly random: () => number
  readonly onEvent: ((event: HTTPEvent) => void) | undefined
  readonly allowInsecureLoopback: boolean
}

/** What a timer can wait for, in seconds. */
const maxTimeoutSeconds = 2_147_483

/** A deadline, in seconds. @throws {InvalidConfigError} VAL_2002 */
export function checkTimeout(value: number, option: string): number {
  return checkSeconds(value, option, 0.001, maxTimeoutSeconds)
}

/** The options with their defaults. @throws {InvalidConfigError} VAL_2002 */
export function checkHTTPExecutorOptions(options: HTTPExecutorOptions): CheckedHTTPExecutorOptions {
  const { retry = {}, circuitBreaker = {}, retryBudget = {}, maxConcurrent, onEvent, ...rest } = checkObject(options, 'options')
  return {
    retry: retry && checkRetryConfig(retry),
    circuitBreaker: circuitBreaker && checkCircuitBreakerConfig(checkObject(circuitBreaker, 'circuitBreaker')),
    retryBudget: retryBudget && checkRetryBudgetConfig(retryBudget),
    timeoutSeconds: checkTimeout(rest.timeoutSeconds ?? 30, 'timeoutSeconds'),
    maxResponseBytes: checkInteger(rest.maxResponseBytes ?? 1_048_576, 'maxResponseBytes', 1),
    maxConcurrent: maxConcurrent === undefined ? undefined : checkInteger(maxConcurrent, 'maxConcurrent', 1),
    // The global is looked up at each call, for tests and instrumentation replace it.
    fetch: checkFunction(rest.fetch ?? ((input, init) => globalThis.fetch(input, init)), 'fetch'),
    now: checkFunction(rest.now ?? Date.now, 'now'),
    monotonicNow: checkFunction(rest.monotonicNow ?? (() => performance.now()), 'monotonicNow'),
    // oxlint-disable-next-line no-restricted-properties -- this is where the option gets its default
    random: checkFunction(rest.random ?? Math.random, 'random'),
    onEvent: onEvent && checkFunction(onEvent, 'onEvent'),
    allowInsecureLoopback: checkOneOf(rest.allowInsecureLoopback ?? false, 'allowInsecureLoopback', [true, false]),
  }
}
