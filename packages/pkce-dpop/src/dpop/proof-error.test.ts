import { expect, it } from 'vitest'
import { createProofError, type DPoPProofCheck } from './proof-error.ts'

it.each<[DPoPProofCheck, string]>([
  ['missing', 'DPOP_6001'],
  ['signature', 'DPOP_6002'],
  ['replay', 'DPOP_6004'],
])('gives the check %s the code %s', (check, code) => {
  expect(createProofError(check, 'why')).toMatchObject({ name: 'DPoPError', code, message: 'why', httpStatus: 401, details: { check } })
})
