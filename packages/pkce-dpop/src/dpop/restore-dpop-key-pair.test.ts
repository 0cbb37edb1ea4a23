import { describe, expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { now } from '../../test/sign-proof.ts'
import type { DPoPAlgorithm } from './dpop-algorithm.ts'
import { DPoPKeyPair } from './dpop-key-pair.ts'
import { restoreDPoPKeyPair } from './restore-dpop-key-pair.ts'

describe('restoreDPoPKeyPair', async () => {
  it.each(['ES256', 'ES384', 'ES512', 'EdDSA', 'PS256', 'RS256'] satisfies DPoPAlgorithm[])(
    'gives back a key pair for %s, whole',
    async (algorithm) => {
      const original = await DPoPKeyPair.generate({ algorithm, now: Date.now })
      const restored = await restoreDPoPKeyPair(original.keys)
      expect(restored).toEqual(original)
      expect(restored).toBeInstanceOf(DPoPKeyPair)
    },
  )

  it('takes the clock', async () => {
    const { keys } = await DPoPKeyPair.generate()
    const restored = await restoreDPoPKeyPair(keys, { now: () => now })
    const proof = await restored.createProof({ method: 'GET', url: 'https://api.example/' })
    expect(JSON.parse(Buffer.from(proof.split('.')[1]!, 'base64url').toString())).toMatchObject({ iat: now / 1000 })
  })

  const { keys } = await DPoPKeyPair.generate()
  const hmac = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
  const p384 = await DPoPKeyPair.generate({ algorithm: 'ES384' })
  const rsa512 = await crypto.subtle.generateKey(
    { name: 'RSA-PSS', hash: 'SHA-512', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    false,
    ['sign', 'verify'],
  )
  const agreement = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])

  it.each([
    ['nothing', undefined],
    ['no private key', { publicKey: keys.publicKey }],
    ['no public key', { privateKey: keys.privateKey }],
    ['two public keys', { privateKey: keys.publicKey, publicKey: keys.publicKey }],
    ['two private keys', { privateKey: keys.privateKey, publicKey: keys.privateKey }],
    ['keys of two curves', { privateKey: keys.privateKey, publicKey: p384.keys.publicKey }],
    ['keys for another hash', rsa512],
    ['keys for key agreement', agreement],
    ['a symmetric key', { privateKey: hmac, publicKey: hmac }],
    ['JSON Web Keys', { privateKey: { kty: 'EC' }, publicKey: { kty: 'EC' } }],
  ])('refuses %s', async (_, bad) => {
    expect(await catchError(() => restoreDPoPKeyPair(bad as never))).toMatchObject({ code: 'VAL_2002', details: { option: 'keys' } })
  })

  it('refuses a clock that is no function', async () => {
    expect(await catchError(() => restoreDPoPKeyPair(keys, { now: 0 as never }))).toMatchObject({
      code: 'VAL_2002',
      details: { option: 'now' },
    })
  })
})
