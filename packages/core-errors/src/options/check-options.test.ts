import { expect, it } from 'vitest'
import { checkOptions } from './check-options.ts'

it('names the first option that does not hold', () => {
  const refusal = { name: 'InvalidConfigError', code: 'VAL_2002', message: 'invalid option "two"', details: { option: 'two' } }
  expect(() => checkOptions({ one: true, two: '', three: false })).toThrow(expect.objectContaining(refusal))
})

it('is silent when all hold', () => {
  expect(() => checkOptions({ one: {}, two: 1 })).not.toThrow()
})
