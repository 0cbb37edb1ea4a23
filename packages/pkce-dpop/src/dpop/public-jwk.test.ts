import { expect, it } from 'vitest'
import { toCanonicalJwk } from './public-jwk.ts'

it('keeps the required members, in lexicographic order', () => {
  expect(toCanonicalJwk({ y: 'Y', x: 'X', kty: 'EC', kid: '1', crv: 'P-256', d: 'D' })).toBe('{"crv":"P-256","kty":"EC","x":"X","y":"Y"}')
  expect(toCanonicalJwk({ x: 'X', y: 'not of this type', kty: 'OKP', crv: 'Ed25519' })).toBe('{"crv":"Ed25519","kty":"OKP","x":"X"}')
  expect(toCanonicalJwk({ n: 'N', kty: 'RSA', e: 'AQAB', x: 'not of this type' })).toBe('{"e":"AQAB","kty":"RSA","n":"N"}')
})

it.each([
  ['a symmetric key', { kty: 'oct', k: 'secret' }],
  ['an unknown type', { kty: 'constructor', x: 'X' }],
  ['a type that is no text', { kty: ['RSA'], n: 'N', e: 'AQAB' }],
  ['a missing member', { kty: 'EC', crv: 'P-256', x: 'X' }],
  ['an empty member', { kty: 'RSA', n: '', e: 'AQAB' }],
  ['a member that is no text', { kty: 'OKP', crv: 'Ed25519', x: 1 }],
])('refuses %s', (_, jwk) => {
  expect(toCanonicalJwk(jwk)).toBeUndefined()
})
