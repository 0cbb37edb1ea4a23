import { checkInteger, checkOption, checkSeconds } from '@auth/core-errors/options'
import { type CallWindowConfig, type CheckedCallWindowConfig, checkCallWindowConfig } from './call-window.ts'

/** When a circuit opens, and for how long. */
export interface CircuitBreakerConfig {
  /** How many failures in a row open the circuit. @default 5 */
  readonly failureThreshold?: number | undefined
  /** How long an open circuit refuses calls before it lets one probe the server, in seconds. @default 30 */
  readonly recoveryTimeoutSeconds?: number | undefined
  /** What that time is multiplied by each time the probe fails; 1 leaves it as it is. @default 1 */
  readonly recoveryTimeoutGrowth?: number | undefined
  /** The most that it grows to, in seconds. @default 300, or `recoveryTimeoutSeconds` where that is more */
  readonly maxRecoveryTimeoutSeconds?: number | undefined
  /** How many calls probe the server at a time, and how many of them must succeed to close the circuit. @default 1 */
  readonly halfOpenRequests?: number | undefined
  /** Also opens the circuit by the share of failed or slow calls. @default none, failures in a row alone count */
  readonly window?: CallWindowConfig | undefined
}

/** {@link CircuitBreakerConfig}, checked, with its defaults. */
export interface CheckedCircuitBreakerConfig {
  readonly failureThreshold: number
  readonly recoveryTimeoutSeconds: number
  readonly recoveryTimeoutGrowth: number
  readonly maxRecoveryTimeoutSeconds: number
  readonly halfOpenRequests: number
  readonly window: CheckedCallWindowConfig | undefined
}

/** The configuration with its defaults. @throws {InvalidConfigError} VAL_2002 */
export function checkCircuitBreakerConfig({
  failureThreshold = 5,
  recoveryTimeoutSeconds = 30,
  recoveryTimeoutGrowth = 1,
  maxRecoveryTimeoutSeconds,
  halfOpenRequests = 1,
  window,
}: CircuitBreakerConfig): CheckedCircuitBreakerConfig {
  checkSeconds(recoveryTimeoutSeconds, 'recoveryTimeoutSeconds', 0.001)
  return {
    failureThreshold: checkInteger(failureThreshold, 'failureThreshold', 1),
    recoveryTimeoutSeconds,
    recoveryTimeoutGrowth: checkOption(
      Number.isFinite(recoveryTimeoutGrowth) && recoveryTimeoutGrowth >= 1,
      recoveryTimeoutGrowth,
      'recoveryTimeoutGrowth',
      'a number from 1',
    ),
    maxRecoveryTimeoutSeconds: checkSeconds(
      maxRecoveryTimeoutSeconds ?? Math.max(300, recoveryTimeoutSeconds),
      'maxRecoveryTimeoutSeconds',
      recoveryTimeoutSeconds,
    ),
    halfOpenRequests: checkInteger(halfOpenRequests, 'halfOpenRequests', 1),
    window: window && checkCallWindowConfig(window),
  }
}
