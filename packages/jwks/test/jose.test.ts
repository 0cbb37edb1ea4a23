import { TokenInvalidError } from '@auth/core-errors'
import fc from 'fast-check'
import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { type JWK, JWKSCache, LocalJWKS, signatureAlgorithms } from '../src/index.ts'
import { publicKeys } from './public-keys.ts'
import { TestProvider } from './test-provider.ts'

const { rsa, otherRsa, p256, otherP256, p384, p521, ed25519 } = publicKeys

describe.each(Object.keys(signatureAlgorithms))('a token signed by jose with %s', (alg) => {
  it('verifies with the key that is found by the token', async () => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
    const provider = new TestProvider({ ...((await exportJWK(publicKey)) as JWK), kid: 'a', use: 'sig' })
    const cache = new JWKSCache(provider.toOptions())
    const token = await new SignJWT({ sub: 'someone' }).setProtectedHeader({ alg, kid: 'a' }).sign(privateKey)
    const { jwk } = await cache.getSigningKey(token)
    expect((await jwtVerify(token, await importJWK({ ...jwk, key_ops: ['verify'] }, alg))).payload.sub).toBe('someone')
  })
})

it('selects the key that jose selects, or none where jose has none or several', async () => {
  const jwk = fc.record(
    {
      base: fc.constantFrom(rsa, otherRsa, p256, otherP256, p384, p521, ed25519),
      kid: fc.constantFrom('a', 'b', ''),
      alg: fc.constantFrom('RS256', 'PS384', 'ES256', 'ES512', 'EdDSA'),
      use: fc.constantFrom('sig', 'enc'),
      key_ops: fc.constantFrom(['verify'], ['encrypt']),
    },
    { requiredKeys: ['base'] },
  )
  const header = fc.record(
    { alg: fc.constantFrom('RS256', 'PS384', 'ES256', 'ES384', 'ES512', 'EdDSA'), kid: fc.constantFrom('a', 'b', 'c', '') },
    { requiredKeys: ['alg'] },
  )
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(jwk, { maxLength: 5, selector: (row) => JSON.stringify(row) }), header, async (rows, asked) => {
      const keys = rows.map(({ base, ...members }): JWK => ({ ...base, ...members }))
      // Always usable, never asked for: a set without usable keys is no argument.
      const ours = new LocalJWKS({ keys: [...keys, { ...otherRsa, kid: 'other', alg: 'RS512' }] })
      const [mine, theirs] = await Promise.allSettled([ours.getSigningKey(asked), createLocalJWKSet({ keys } as JSONWebKeySet)(asked)])
      expect(mine.status).toBe(theirs.status)
      if (mine.status === 'rejected') expect(mine.reason).toBeInstanceOf(TokenInvalidError)
      else expect(await exportJWK((theirs as PromiseFulfilledResult<CryptoKey>).value)).toMatchObject(pickNumbers(mine.value.jwk))
    }),
    { numRuns: 300 },
  )
})

function pickNumbers({ kty, n, x, y }: JWK): object {
  return { kty, ...(n && { n }), ...(x && { x }), ...(y && { y }) }
}
