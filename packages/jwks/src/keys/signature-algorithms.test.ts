import { expect, it } from 'vitest'
import { signatureAlgorithms } from './signature-algorithms.ts'

it('knows asymmetric algorithms only, and each by the key that it needs', () => {
  const rows = Object.entries(signatureAlgorithms).map(([name, { kty, crv }]) => [name, kty, crv].join(' ').trim())
  expect(rows).toEqual([
    'RS256 RSA',
    'RS384 RSA',
    'RS512 RSA',
    'PS256 RSA',
    'PS384 RSA',
    'PS512 RSA',
    'ES256 EC P-256',
    'ES384 EC P-384',
    'ES512 EC P-521',
    'EdDSA OKP Ed25519',
    'Ed25519 OKP Ed25519',
  ])
})

it.each(['none', 'HS256', 'rs256', '__proto__', 'constructor', 'toString'])('does not know %s', (name) => {
  expect(signatureAlgorithms[name]).toBeUndefined()
})

it('cannot be changed', () => {
  expect(() => Object.assign(signatureAlgorithms, { HS256: { kty: 'oct' } })).toThrow(TypeError)
  expect(() => Object.assign(signatureAlgorithms['RS256']!, { kty: 'EC' })).toThrow(TypeError)
})
