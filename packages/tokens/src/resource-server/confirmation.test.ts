import { TokenInvalidError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { parseConfirmation } from './confirmation.ts'

it('tells both thumbprints, and nothing of what it does not know', () => {
  expect(parseConfirmation(undefined)).toEqual({ jkt: undefined, certificate: undefined })
  expect(parseConfirmation({ kid: 'x' })).toEqual({ jkt: undefined, certificate: undefined })
  expect(parseConfirmation({ jkt: 'a', 'x5t#S256': 'b' })).toEqual({ jkt: 'a', certificate: 'b' })
})

it.each([null, 'a', 7, [], { jkt: 7 }, { jkt: '' }, { jkt: null }, { 'x5t#S256': {} }])(
  'refuses %j: it may have been meant to bind',
  (cnf) => {
    expect(() => parseConfirmation(cnf)).toThrow(TokenInvalidError)
    expect(() => parseConfirmation(cnf)).toThrow(expect.objectContaining({ details: { check: 'binding' } }))
  },
)
