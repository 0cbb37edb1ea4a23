import { expect, it } from 'vitest'
import { checkEach } from './check-each.ts'

it('names the first check that does not hold', () => {
  checkEach({ iss: true, aud: 1 })
  const refusal = { code: 'AUTH_1002', message: 'the ID token fails the check "aud"', details: { check: 'aud' } }
  expect(() => checkEach({ iss: true, aud: 0, exp: false })).toThrow(expect.objectContaining(refusal))
})
