import { ProtocolError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { parseDocument } from './parse-document.ts'

const document = (status: number, text: string): Parameters<typeof parseDocument>[0] => ({ status, text })

it('gives the JSON value, frozen to the bottom', () => {
  const value = parseDocument(document(200, '{"a":[{"b":1}]}'), 'x') as { a: [object] }
  expect(value).toEqual({ a: [{ b: 1 }] })
  expect([value, value.a, value.a[0]].every(Object.isFrozen)).toBe(true)
})

it.each([0, 201, 204, 301, 304, 400, 401, 403, 404, 410])('refuses the status %i and tells it', (status) => {
  expect(() => parseDocument(document(status, '{}'), 'x')).toThrow(ProtocolError)
  expect(() => parseDocument(document(status, '{}'), 'x')).toThrow(
    expect.objectContaining({ statusCode: status, details: { statusCode: status } }),
  )
})

it.each(['', '<html>', '{', 'undefined', '{"a":1,}'])('refuses the body %j, without quoting it', (text) => {
  expect(() => parseDocument(document(200, text), 'key set')).toThrow(new ProtocolError('key set: the body is not JSON'))
})
