import { expect, it } from 'vitest'
import { isEndpoint } from './is-endpoint.ts'

it.each(['https://a.example/x', 'https://a.example:8443/x?y=z'])('takes %s', (url) => {
  expect(isEndpoint(url, {})).toBe(true)
})

it.each([
  'http://a.example/x',
  'ftp://a.example',
  'javascript:alert(1)',
  '/x',
  '',
  'https://',
  'https://u:p@a.example/',
  5,
  null,
  ['https://a.example'],
  {},
])('refuses %j', (url) => {
  expect(isEndpoint(url, { allowInsecureLoopback: true })).toBe(false)
})

it('OAuth 2.1: takes http on loopback only when that is allowed', () => {
  for (const url of ['http://127.0.0.1:3000/x', 'http://localhost/x', 'http://[::1]/x'])
    expect([isEndpoint(url, { allowInsecureLoopback: true }), isEndpoint(url, {})], url).toEqual([true, false])
})
