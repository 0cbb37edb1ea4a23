import { InvalidConfigError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { checkIssuer } from './check-issuer.ts'

it.each(['https://a.example', 'https://A.example/t/', 'https://a.example:443/%7e'])('gives %s back exactly as it is', (issuer) => {
  expect(checkIssuer(issuer)).toBe(issuer)
})

it.each([
  'http://a.example',
  'http://127.0.0.1',
  'https://a.example/?t=1',
  'https://a.example/#x',
  'a.example',
  '',
  undefined,
  null,
  5,
  new URL('https://a.example'),
])('refuses %j', (issuer) => {
  expect(() => checkIssuer(issuer as string)).toThrow(InvalidConfigError)
  expect(() => checkIssuer(issuer as string)).toThrow(expect.objectContaining({ details: { option: 'issuer' } }))
})

it('takes http on loopback only when that is allowed', () => {
  expect(checkIssuer('http://127.0.0.1:3000', true)).toBe('http://127.0.0.1:3000')
  expect(() => checkIssuer('http://a.example', true)).toThrow(InvalidConfigError)
})
