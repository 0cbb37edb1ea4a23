import { checkFunction, checkInteger } from '@auth/core-errors/options'
import { checkRetryConfig, type RetryConfig } from './retry-config.ts'

/**
 * How long to wait before a retry, in seconds: exponential, capped, with full jitter unless the configuration says `none`.
 * @param attempt which retry it is, from 1
 * @param random gives numbers from 0 to below 1
 * @throws {InvalidConfigError} VAL_2002
 */
export function retryDelay(attempt: number, config: RetryConfig, random: () => number): number {
  const { initialDelaySeconds, exponentialBase, maxDelaySeconds, jitter } = checkRetryConfig(config)
  const delay = Math.min(maxDelaySeconds, initialDelaySeconds * exponentialBase ** (checkInteger(attempt, 'attempt', 1) - 1))
  return jitter === 'none' ? delay : delay * checkFunction(random, 'random')()
}
