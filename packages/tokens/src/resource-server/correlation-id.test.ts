import { DPoPError, InsufficientScopeError } from '@auth/core-errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCorrelationId, readCorrelationId, withCorrelationId } from './correlation-id.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'

function read(headers: Record<string, string | string[]>): string | undefined {
  return readCorrelationId({ method: 'GET', url: '/', headers })
}

describe('readCorrelationId', () => {
  it.each([
    [{ 'x-correlation-id': 'order-7' }, 'order-7'],
    [{ traceparent: `00-${traceId}-b7ad6b7169203331-01` }, traceId],
    [{ traceparent: `01-${traceId}-b7ad6b7169203331-01-more` }, traceId],
    [{ 'x-correlation-id': 'a b', traceparent: `00-${traceId}-b7ad6b7169203331-01` }, traceId],
    [{ 'x-correlation-id': 'order-7', traceparent: `00-${traceId}-b7ad6b7169203331-01` }, 'order-7'],
    [{ 'x-correlation-id': ['a', 'b'] }, undefined],
    [{ 'x-correlation-id': '' }, undefined],
    [{ 'x-correlation-id': 'a\r\nb' }, undefined],
    [{ 'x-correlation-id': 'a"b' }, undefined],
    [{ 'x-correlation-id': 'a\n' }, undefined],
    [{ 'x-correlation-id': 'x'.repeat(128) }, 'x'.repeat(128)],
    [{ 'x-correlation-id': 'x'.repeat(129) }, undefined],
    [{ traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` }, undefined],
    [{ traceparent: `ff-${traceId}-b7ad6b7169203331-01` }, undefined],
    [{ traceparent: traceId }, undefined],
    [{ traceparent: `x00-${traceId}-b7ad6b7169203331-01` }, undefined],
    [{ traceparent: [`00-${traceId}-b7ad6b7169203331-01`, `00-${traceId}-b7ad6b7169203331-01`] }, undefined],
    [{}, undefined],
  ])('%j tells %j', (headers, expected) => {
    expect(read(headers as Record<string, string>)).toBe(expected)
  })

  it('property: what passes can stand in a header and a log line as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        const passed = read({ 'x-correlation-id': id })
        return isCorrelationId(id) === (passed !== undefined) && (passed === undefined || /^[!-~]{1,128}$/.test(passed))
      }),
    )
  })
})

describe('withCorrelationId', () => {
  it('is a copy that keeps all, so that one error may be given to many requests', () => {
    const cause = new Error('why')
    const error = new InsufficientScopeError('no', { required: ['a'], granted: ['b'], details: { check: 'x' }, cause })
    const [first, second] = [withCorrelationId(error, 'one'), withCorrelationId(error, 'two')]
    expect(first).toBeInstanceOf(InsufficientScopeError)
    expect(first).toMatchObject({ message: 'no', required: ['a'], granted: ['b'], details: { check: 'x' }, cause, stack: error.stack })
    expect([error.correlationId, first.correlationId, second.correlationId]).toEqual([undefined, 'one', 'two'])
    expect(withCorrelationId(new DPoPError('n', { code: 'DPOP_6003', dpopNonce: 'x' }), 'one')).toMatchObject({
      code: 'DPOP_6003',
      dpopNonce: 'x',
      httpStatus: 401,
    })
  })

  it('leaves an error alone that has the id, or when there is none', () => {
    const error = new InsufficientScopeError('no', { correlationId: 'one' })
    expect(withCorrelationId(error, 'one')).toBe(error)
    expect(withCorrelationId(error, undefined)).toBe(error)
  })
})
