import fc from 'fast-check'
import { expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { generateCodeVerifier } from './generate-code-verifier.ts'

it('makes 64 unreserved characters', () => {
  expect(generateCodeVerifier()).toMatch(/^[A-Za-z0-9._~-]{64}$/)
})

it('makes from 43 to 128 unreserved characters on demand (RFC 7636 §4.1)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 43, max: 128 }), (length) => {
      expect(generateCodeVerifier(length)).toMatch(new RegExp(`^[A-Za-z0-9._~-]{${length}}$`))
    }),
  )
})

it.each([42, 129, 64.5, Number.NaN, Number.POSITIVE_INFINITY, '64' as never, null as never])('refuses the length %s', async (length) => {
  expect(await catchError(() => generateCodeVerifier(length))).toMatchObject({ code: 'VAL_2002', details: { option: 'length' } })
})
