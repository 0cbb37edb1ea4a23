import { expect, it } from 'vitest'
import { ErrorFactory } from '../index.ts'

it('what is known about the token becomes the details, the token itself never', () => {
  const error = ErrorFactory.tokenValidationError('wrong audience', { kid: 'k1', check: 'aud', token: 'eyJhbGciOiJub25lIn0.e30.' })
  expect(error).toMatchObject({ code: 'AUTH_1002', message: 'wrong audience', details: { kid: 'k1', check: 'aud', token: '[redacted]' } })
  expect(ErrorFactory.tokenValidationError('no').details).toEqual({})
})
