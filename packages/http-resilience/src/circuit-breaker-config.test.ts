import { InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { checkCircuitBreakerConfig } from './circuit-breaker-config.ts'

describe('checkCircuitBreakerConfig', () => {
  it('has a default for each option', () => {
    expect(checkCircuitBreakerConfig({})).toEqual({
      failureThreshold: 5,
      recoveryTimeoutSeconds: 30,
      recoveryTimeoutGrowth: 1,
      maxRecoveryTimeoutSeconds: 300,
      halfOpenRequests: 1,
      window: undefined,
    })
  })

  it('never caps the time below where it begins', () => {
    expect(checkCircuitBreakerConfig({ recoveryTimeoutSeconds: 1000 }).maxRecoveryTimeoutSeconds).toBe(1000)
  })

  it.each([
    ['failureThreshold', { failureThreshold: 0 }],
    ['recoveryTimeoutSeconds', { recoveryTimeoutSeconds: 0 }],
    ['recoveryTimeoutGrowth', { recoveryTimeoutGrowth: 0.9 }],
    ['recoveryTimeoutGrowth', { recoveryTimeoutGrowth: Infinity }],
    ['maxRecoveryTimeoutSeconds', { maxRecoveryTimeoutSeconds: 29 }],
    ['halfOpenRequests', { halfOpenRequests: 0 }],
    ['window.seconds', { window: { seconds: -1 } }],
  ])('refuses a wrong %s', (option, config) => {
    const check = (): unknown => checkCircuitBreakerConfig(config)
    expect(check).toThrow(InvalidConfigError)
    expect(check).toThrow(expect.objectContaining({ details: { option } }))
  })
})
