import { TokenInvalidError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { invalidToken, quote } from './invalid-token.ts'

it('tells which check failed', () => {
  const error = invalidToken('aud', 'wrong', { expected: 'a' })
  expect(error).toBeInstanceOf(TokenInvalidError)
  expect(error).toMatchObject({ code: 'AUTH_1002', message: 'wrong', details: { check: 'aud', expected: 'a' } })
})

it('quotes what came from outside in one short line', () => {
  expect(quote('a\nb')).toBe('"a\\nb"')
  expect(quote(undefined)).toBe('none')
  expect(quote({ a: 1 })).toBe('{"a":1}')
  expect(quote('a\u009b31m\u202e\u2028\u007f')).toBe('"a?31m???"')
  expect(quote('x'.repeat(1000))).toHaveLength(100)
})
