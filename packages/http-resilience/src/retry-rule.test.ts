import { describe, expect, it } from 'vitest'
import { checkRetryConfig } from './retry-config.ts'
import { selectRetryRule } from './retry-rule.ts'

const byDefault = checkRetryConfig({})
const own = checkRetryConfig({ maxRetries: 1 })

describe('selectRetryRule', () => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])('lets %s be repeated', (method) => {
    expect(selectRetryRule({ method, body: undefined, ofCall: undefined, byDefault })).toEqual({ config: byDefault, isRepeatable: true })
  })

  it.each(['POST', 'PATCH', 'X-UNKNOWN'])('does not let %s be repeated', (method) => {
    expect(selectRetryRule({ method, body: 'a', ofCall: undefined, byDefault })).toEqual({ config: byDefault, isRepeatable: false })
  })

  it('lets a POST be repeated when the call asks for it', () => {
    expect(selectRetryRule({ method: 'POST', body: 'a', ofCall: own, byDefault })).toEqual({ config: own, isRepeatable: true })
  })

  it('lets a call go against an executor that repeats nothing', () => {
    expect(selectRetryRule({ method: 'GET', body: undefined, ofCall: own, byDefault: false }).config).toBe(own)
  })

  it.each([
    ['the call says so', { body: undefined, ofCall: false as const, byDefault }],
    ['the executor says so', { body: undefined, ofCall: undefined, byDefault: false as const }],
    ['the body is a stream', { body: new ReadableStream(), ofCall: own, byDefault }],
  ])('sends once when %s', (_, input) => {
    expect(selectRetryRule({ method: 'GET', ...input }).config).toBe(false)
  })
})
