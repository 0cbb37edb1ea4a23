import { InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { checkRetryConfig } from './retry-config.ts'

describe('checkRetryConfig', () => {
  it('has a default for each option, for one that is forwarded as undefined too', () => {
    expect(checkRetryConfig({ maxRetries: undefined })).toEqual({
      maxRetries: 3,
      initialDelaySeconds: 1,
      maxDelaySeconds: 30,
      exponentialBase: 2,
      jitter: 'full',
    })
  })

  it('lets the delay stay what it is', () => {
    expect(checkRetryConfig({ exponentialBase: 1 }).exponentialBase).toBe(1)
  })

  it.each([
    ['retry', true],
    ['retry.maxRetries', { maxRetries: -1 }],
    ['retry.maxRetries', { maxRetries: Infinity }],
    ['retry.initialDelaySeconds', { initialDelaySeconds: -1 }],
    ['retry.maxDelaySeconds', { maxDelaySeconds: Number.NaN }],
    ['retry.exponentialBase', { exponentialBase: 0.5 }],
    ['retry.jitter', { jitter: 'half' }],
  ])('refuses a wrong %s', (option, config) => {
    const check = (): unknown => checkRetryConfig(config as never)
    expect(check).toThrow(InvalidConfigError)
    expect(check).toThrow(expect.objectContaining({ details: { option } }))
  })
})
