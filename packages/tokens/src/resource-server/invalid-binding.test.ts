import { TokenInvalidError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { invalidBinding } from './invalid-binding.ts'

it('is a bad token whose check is the binding', () => {
  expect(invalidBinding('no')).toBeInstanceOf(TokenInvalidError)
  expect(invalidBinding('no')).toMatchObject({ message: 'no', details: { check: 'binding' } })
})
