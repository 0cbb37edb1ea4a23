import { expect, it } from 'vitest'
import { selectAcr } from './authentication-context.ts'

it.each([
  [{}, 'urn:demo:password'],
  [{ acr_values: 'urn:other urn:demo:two-factor' }, 'urn:demo:two-factor'],
  [{ acr_values: 'urn:demo:two-factor urn:demo:password' }, 'urn:demo:password'],
  [{ acr_values: 'urn:unknown' }, 'urn:demo:password'],
  [{ claims: '{"id_token":{"acr":{"essential":true,"value":"urn:demo:two-factor"}}}' }, 'urn:demo:two-factor'],
  [{ claims: '{"id_token":{"acr":{"essential":true,"values":["urn:demo:two-factor"]}}}' }, 'urn:demo:two-factor'],
  [{ claims: '{"id_token":{"acr":null}}' }, 'urn:demo:password'],
])('for %j a sign-in reaches %s', (params, acr) => {
  expect(selectAcr(params)).toBe(acr)
})
