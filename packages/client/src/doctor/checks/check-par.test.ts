import { expect, it } from 'vitest'
import { createFacts, issuer, list, withMetadata } from '../../../test/doctor/create-facts.ts'
import { checkPAR } from './check-par.ts'

const endpoint = { pushed_authorization_request_endpoint: `${issuer}/par` }

it.each([
  [{}, 'missing note'],
  [endpoint, 'supported good'],
  [{ ...endpoint, require_pushed_authorization_requests: true }, 'required good'],
  [{ require_pushed_authorization_requests: true }, 'broken problem'],
  [{ authorization_endpoint: undefined }, 'no_sign_in skipped'],
])('%j is %s', (members, expected) => {
  expect(list(checkPAR(withMetadata(members as never)))).toEqual([`par.${expected}`])
})

it('is skipped without metadata', () => {
  expect(list(checkPAR(createFacts({ verdict: { kind: 'bad', member: undefined } })))).toEqual(['par.skipped skipped'])
})
