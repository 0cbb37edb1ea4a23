import { expect, it } from 'vitest'
import { createFacts, list, withMetadata } from '../../../test/doctor/create-facts.ts'
import { checkResponseIssuer } from './check-response-issuer.ts'

it.each([
  [{}, 'missing note'],
  [{ authorization_response_iss_parameter_supported: false }, 'missing note'],
  [{ authorization_response_iss_parameter_supported: true }, 'supported good'],
  [{ authorization_endpoint: undefined }, 'no_sign_in skipped'],
])('%j is %s', (members, expected) => {
  expect(list(checkResponseIssuer(withMetadata(members as never)))).toEqual([`response_issuer.${expected}`])
})

it('is skipped without metadata', () => {
  expect(list(checkResponseIssuer(createFacts({ verdict: { kind: 'bad', member: undefined } })))).toEqual([
    'response_issuer.skipped skipped',
  ])
})
