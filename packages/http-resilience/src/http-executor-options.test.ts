import { InvalidConfigError } from '@auth/core-errors'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { checkHTTPExecutorOptions, checkTimeout } from './http-executor-options.ts'

afterEach(() => void vi.unstubAllGlobals())

describe('checkHTTPExecutorOptions', () => {
  it('has the documented defaults, for what is forwarded as undefined too', () => {
    expect(checkHTTPExecutorOptions({ retry: undefined, timeoutSeconds: undefined, onEvent: undefined })).toMatchObject({
      retry: { maxRetries: 3 },
      circuitBreaker: { failureThreshold: 5 },
      retryBudget: { capacity: 100 },
      timeoutSeconds: 30,
      maxResponseBytes: 1_048_576,
      maxConcurrent: undefined,
      now: Date.now,
      random: Math.random,
      onEvent: undefined,
      allowInsecureLoopback: false,
    })
  })

  it('switches off what is false', () => {
    const off = { retry: false, circuitBreaker: false, retryBudget: false } as const
    expect(checkHTTPExecutorOptions(off)).toMatchObject(off)
  })

  it('looks the global fetch up when it is called, for it may be replaced', async () => {
    const { fetch } = checkHTTPExecutorOptions({})
    vi.stubGlobal('fetch', async () => new Response('replaced'))
    expect(await (await fetch('https://id.example')).text()).toBe('replaced')
  })

  it('reads a clock of the runtime’s by default', () => {
    const { monotonicNow } = checkHTTPExecutorOptions({})
    const before = performance.now()
    expect(monotonicNow()).toBeGreaterThanOrEqual(before)
  })

  it.each([
    ['options', null],
    ['options', []],
    ['retry', { retry: true }],
    ['retry.maxRetries', { retry: { maxRetries: 0.5 } }],
    ['circuitBreaker', { circuitBreaker: 'on' }],
    ['failureThreshold', { circuitBreaker: { failureThreshold: -1 } }],
    ['retryBudget', { retryBudget: 7 }],
    ['timeoutSeconds', { timeoutSeconds: 0 }],
    ['timeoutSeconds', { timeoutSeconds: 2_147_484 }],
    ['maxResponseBytes', { maxResponseBytes: 0 }],
    ['maxConcurrent', { maxConcurrent: 0 }],
    ['fetch', { fetch: 'https://id.example' }],
    ['now', { now: 1 }],
    ['monotonicNow', { monotonicNow: 1 }],
    ['random', { random: 0.5 }],
    ['onEvent', { onEvent: {} }],
    ['allowInsecureLoopback', { allowInsecureLoopback: 'yes' }],
  ])('refuses a wrong %s', (option, options) => {
    const check = (): unknown => checkHTTPExecutorOptions(options as never)
    expect(check).toThrow(InvalidConfigError)
    expect(check).toThrow(expect.objectContaining({ details: { option } }))
  })
})

describe('checkTimeout', () => {
  it('passes fractions of a second', () => {
    expect(checkTimeout(0.25, 'deadlineSeconds')).toBe(0.25)
  })

  it('refuses what a timer cannot wait for', () => {
    expect(() => checkTimeout(Infinity, 'deadlineSeconds')).toThrow(InvalidConfigError)
  })
})
