import { expect, it } from 'vitest'
import { algorithms } from './algorithms.ts'

it('holds RS, PS and ES with 256 to 512, and both names of Ed25519; never an HMAC, never none', () => {
  const names = ['RS', 'PS', 'ES'].flatMap((family) => [256, 384, 512].map((bits) => `${family}${bits}`))
  expect([...algorithms.keys()].sort()).toEqual([...names, 'EdDSA', 'Ed25519'].sort())
})

it.each([
  ['RS384', { kty: 'RSA', hashBits: 384, signatureBytes: undefined, isPss: false }],
  ['PS512', { kty: 'RSA', hashBits: 512, signatureBytes: undefined, isPss: true }],
  ['ES256', { kty: 'EC', crv: 'P-256', hashBits: 256, signatureBytes: 64, isPss: false }],
  ['ES384', { kty: 'EC', crv: 'P-384', hashBits: 384, signatureBytes: 96, isPss: false }],
  ['ES512', { kty: 'EC', crv: 'P-521', hashBits: 512, signatureBytes: 132, isPss: false }],
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519', hashBits: undefined, signatureBytes: 64, isPss: false }],
  ['Ed25519', { kty: 'OKP', crv: 'Ed25519', hashBits: undefined, signatureBytes: 64, isPss: false }],
])('%s binds key, hash and length of the signature (RFC 7518 §3.4)', (name, row) => {
  expect(algorithms.get(name)).toMatchObject({ name, ...row })
})
