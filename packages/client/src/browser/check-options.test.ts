import { expect, it } from 'vitest'
import { checkOptions } from './check-options.ts'

it('names the first option that does not hold', () => {
  checkOptions({ issuer: true })
  expect(() => checkOptions({ issuer: true, clientId: '', scopes: false })).toThrow(
    expect.objectContaining({ code: 'VAL_2002', details: { option: 'clientId' } }),
  )
})
