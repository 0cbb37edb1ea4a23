import { expect, it } from 'vitest'
import { decodePart } from './decode-part.ts'

it('answers the bytes and the frozen object that they say', () => {
  const { bytes, object } = decodePart(Buffer.from('{"a":{}}').toString('base64url'), 'payload')
  expect(new TextDecoder().decode(bytes)).toBe('{"a":{}}')
  expect(object).toEqual({ a: {} })
  expect(Object.isFrozen(object['a'])).toBe(true)
})

it.each([
  ['e30=', 'token payload is not canonical base64url'],
  ['W10', 'token payload is not one JSON object in UTF-8 without duplicate members'],
])('names the part and what is wrong with %s', (part, message) => {
  expect(() => decodePart(part, 'payload')).toThrow(expect.objectContaining({ code: 'AUTH_1002', message, details: { check: 'format' } }))
})
