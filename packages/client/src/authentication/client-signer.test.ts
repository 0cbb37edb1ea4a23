import { InvalidConfigError } from '@auth/core-errors'
import { decodeProtectedHeader, exportJWK, generateKeyPair, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { createClientSigner, createSecretSigner } from './client-signer.ts'

describe('createClientSigner', () => {
  it('signs with a CryptoKey or a JWK, and says which key and kind', async () => {
    const { privateKey: key, publicKey } = await generateKeyPair('PS256', { extractable: true })
    const jwk = { ...(await exportJWK(key)), alg: 'PS256', kid: 'k' }
    for (const signer of [createClientSigner({ key, algorithm: 'PS256', kid: 'k' }), createClientSigner({ key: jwk })]) {
      const jwt = await signer.sign({ a: 1 }, { typ: 't' })
      expect((await jwtVerify(jwt, publicKey)).payload).toEqual({ a: 1 })
      expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'PS256', kid: 'k', typ: 't' })
      expect(signer.algorithm).toBe('PS256')
    }
  })

  it('refuses an RSA key of less than 2048 bits', async () => {
    const weak = { kty: 'RSA', alg: 'RS256', n: 'A'.repeat(171), e: 'AQAB' }
    expect(() => createClientSigner({ key: weak })).toThrow(expect.objectContaining({ details: { option: 'key' } }))
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) }
    const { privateKey: key } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    expect(() => createClientSigner({ key, algorithm: 'RS256' }, 'requestSigning')).toThrow(
      expect.objectContaining({ details: { option: 'requestSigning.key' } }),
    )
  })

  it('a key that cannot sign is told as such, without the key', async () => {
    const { publicKey } = await generateKeyPair('ES256', { extractable: true })
    const signer = createClientSigner({ key: { ...(await exportJWK(publicKey)), alg: 'ES256' } })
    await expect(signer.sign({})).rejects.toMatchObject({ constructor: InvalidConfigError, details: { option: 'key' } })
  })
})

describe('createSecretSigner', () => {
  it.each([
    ['HS256', 32],
    ['HS384', 48],
    ['HS512', 64],
  ] as const)('%s needs %i bytes', async (algorithm, bytes) => {
    expect(() => createSecretSigner('s'.repeat(bytes - 1), algorithm)).toThrow(InvalidConfigError)
    const secret = 's'.repeat(bytes)
    const jwt = await createSecretSigner(secret, algorithm).sign({ a: 1 })
    expect((await jwtVerify(jwt, new TextEncoder().encode(secret))).payload).toEqual({ a: 1 })
  })
})
