import { createPublicKey } from 'node:crypto'
import { compactVerify, importJWK } from 'jose'
import { expect, it } from 'vitest'
import { createTestKey, encodeText } from './test-key.ts'

it('signs the very texts that it is given', async () => {
  const key = await createTestKey('ES256', 'k')
  const token = await key.signText('{ "alg":"ES256" }', 'no JSON')
  const { payload } = await compactVerify(token, await importJWK(key.jwk as never))
  expect(new TextDecoder().decode(payload)).toBe('no JSON')
  expect(token.startsWith(`${encodeText('{ "alg":"ES256" }')}.`)).toBe(true)
})

it('tells its public half as a frozen JWK and as DER', async () => {
  const { jwk, spki } = await createTestKey('RS256', 'k')
  expect(jwk).toMatchObject({ kty: 'RSA', kid: 'k', alg: 'RS256', use: 'sig' })
  expect(Object.isFrozen(jwk)).toBe(true)
  expect(createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }).export({ format: 'jwk' })).toMatchObject({
    n: jwk.n,
    e: 'AQAB',
  })
})
