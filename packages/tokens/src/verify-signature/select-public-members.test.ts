import { expect, it } from 'vitest'
import { selectPublicMembers } from './select-public-members.ts'

it.each([
  [
    { kty: 'RSA', n: 'n', e: 'e', d: 'secret', p: 'p', key_ops: ['sign'], alg: 'RS256' },
    { kty: 'RSA', n: 'n', e: 'e' },
  ],
  [
    { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'secret', ext: false },
    { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
  ],
  [
    { kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'secret' },
    { kty: 'OKP', crv: 'Ed25519', x: 'x' },
  ],
  [{ kty: 'oct', k: 'secret' }, { kty: 'oct' }],
])('takes of %j what makes the public key alone', (jwk, members) => {
  expect(selectPublicMembers(jwk)).toEqual(members)
})
