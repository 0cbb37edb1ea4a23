import { expect, it } from 'vitest'
import { parseAuthorizationDetails } from './authorization-details.ts'

it('reads the details of a request, and finds none where there are none', () => {
  expect(parseAuthorizationDetails({ authorization_details: '[{"type":"payment"}]' })).toEqual([{ type: 'payment' }])
  for (const params of [undefined, {}, { authorization_details: undefined }]) expect(parseAuthorizationDetails(params)).toBeUndefined()
})
