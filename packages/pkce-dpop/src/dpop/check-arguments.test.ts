import { expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { checkArguments } from './check-arguments.ts'

it('names the first argument that does not hold', async () => {
  const error = await catchError(() => checkArguments({ one: true, two: '', three: false }))
  expect(error).toMatchObject({
    name: 'InvalidConfigError',
    code: 'VAL_2002',
    message: 'invalid option "two"',
    details: { option: 'two' },
  })
})

it('is silent when all hold', () => {
  expect(() => checkArguments({ one: {}, two: 1 })).not.toThrow()
})
