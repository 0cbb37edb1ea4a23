import { expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { generateCodeChallenge } from './generate-code-challenge.ts'

it('computes the example of RFC 7636, appendix B', async () => {
  expect(await generateCodeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
})

it.each([['short'], ['a'.repeat(129)], ['é'.padEnd(43, 'a')], [undefined as never], [43 as never]])(
  'refuses the verifier %s',
  async (verifier) => {
    expect(await catchError(() => generateCodeChallenge(verifier))).toMatchObject({
      name: 'PKCEError',
      code: 'PKCE_7002',
      details: { check: 'format' },
    })
  },
)

it('does not show the verifier that it refuses', async () => {
  const error = await catchError(() => generateCodeChallenge('hunter2'))
  expect(JSON.stringify(error)).not.toContain('hunter2')
})
