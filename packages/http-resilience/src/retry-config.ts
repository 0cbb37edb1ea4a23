import { checkInteger, checkObject, checkOneOf, checkOption, checkSeconds } from '@auth/core-errors/options'

/** How often a call is repeated, and how long to wait before. */
export interface RetryConfig {
  /** How many times after the first. @default 3 */
  readonly maxRetries?: number | undefined
  /** The wait before the first retry, in seconds. @default 1 */
  readonly initialDelaySeconds?: number | undefined
  /** The most that the wait grows to, in seconds; a `Retry-After` may ask for more. @default 30 */
  readonly maxDelaySeconds?: number | undefined
  /** What the wait is multiplied by from one retry to the next. @default 2 */
  readonly exponentialBase?: number | undefined
  /** `full` waits a random time from 0 to that; `none` exactly that. @default 'full' */
  readonly jitter?: 'full' | 'none' | undefined
}

/** {@link RetryConfig}, checked, with its defaults. */
export type CheckedRetryConfig = { readonly [Name in keyof RetryConfig]-?: NonNullable<RetryConfig[Name]> }

/** The configuration with its defaults. @throws {InvalidConfigError} VAL_2002 */
export function checkRetryConfig(config: RetryConfig): CheckedRetryConfig {
  const {
    maxRetries = 3,
    initialDelaySeconds = 1,
    maxDelaySeconds = 30,
    exponentialBase = 2,
    jitter = 'full',
  } = checkObject(config, 'retry')
  return {
    maxRetries: checkInteger(maxRetries, 'retry.maxRetries', 0, 100),
    initialDelaySeconds: checkSeconds(initialDelaySeconds, 'retry.initialDelaySeconds'),
    maxDelaySeconds: checkSeconds(maxDelaySeconds, 'retry.maxDelaySeconds'),
    exponentialBase: checkOption(
      Number.isFinite(exponentialBase) && exponentialBase >= 1,
      exponentialBase,
      'retry.exponentialBase',
      'a number from 1',
    ),
    jitter: checkOneOf(jitter, 'retry.jitter', ['full', 'none']),
  }
}
