import { ProtocolError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { parseIntrospectionResult } from './introspection-result.ts'

it('is a deeply frozen copy of the answer', () => {
  const answer = { active: true, sub: 'ada', cnf: { jkt: 'x' }, aud: ['api'] }
  const result = parseIntrospectionResult(answer)
  expect(result).toEqual(answer)
  expect(result).not.toBe(answer)
  expect([result, result['cnf'], result['aud']].every((part) => Object.isFrozen(part))).toBe(true)
  expect(Object.isFrozen(answer)).toBe(false)
})

it.each([undefined, null, 'yes', {}, [], { active: 1 }, { active: true, token_type: 7 }, { active: true, scope: ['a'] }])(
  'refuses %j',
  (answer) => {
    expect(() => parseIntrospectionResult(answer)).toThrow(ProtocolError)
  },
)
