import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { now } from '../../test/sign-proof.ts'
import type { DPoPAlgorithm } from './dpop-algorithm.ts'
import { DPoPKeyPair } from './dpop-key-pair.ts'

const request = { method: 'GET', url: 'https://api.example/orders' }
const algorithms: DPoPAlgorithm[] = ['ES256', 'ES384', 'ES512', 'EdDSA', 'PS256', 'RS256']

function readPayload(proof: string): unknown {
  return JSON.parse(Buffer.from(proof.split('.')[1]!, 'base64url').toString())
}

describe('DPoPKeyPair.generate', () => {
  it.each(algorithms)('makes a key pair for %s whose proofs jose verifies', async (algorithm) => {
    const keyPair = await DPoPKeyPair.generate({ algorithm })
    const proof = await keyPair.createProof(request)
    const { protectedHeader, payload } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: [algorithm], maxTokenAge: 10 })
    expect(protectedHeader).toEqual({ typ: 'dpop+jwt', alg: algorithm, jwk: keyPair.publicJwk })
    expect(payload).toMatchObject({ htm: 'GET', htu: request.url })
    expect(keyPair.thumbprint).toBe(await calculateJwkThumbprint(keyPair.publicJwk as never))
  })

  it('makes an ES256 key by default, which cannot be extracted', async () => {
    const keyPair = await DPoPKeyPair.generate()
    expect(keyPair.algorithm).toBe('ES256')
    expect(keyPair.keys.privateKey.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('jwk', keyPair.keys.privateKey)).rejects.toThrow()
  })

  it('makes a key that can be extracted only for `true`', async () => {
    const extractable = await Promise.all(
      [true, false, undefined, 'yes' as never].map(
        async (value) => (await DPoPKeyPair.generate({ extractable: value })).keys.privateKey.extractable,
      ),
    )
    expect(extractable).toEqual([true, false, false, false])
  })

  it('makes RSA keys of 2048 bits with the exponent 65537', async () => {
    const { keys } = await DPoPKeyPair.generate({ algorithm: 'PS256' })
    expect(keys.publicKey.algorithm).toMatchObject({ modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) })
  })

  it('shows the required members of the public key alone', async () => {
    const members = await Promise.all(
      algorithms.map(async (algorithm) => Object.keys((await DPoPKeyPair.generate({ algorithm })).publicJwk)),
    )
    const ec = ['crv', 'kty', 'x', 'y']
    expect(members).toEqual([ec, ec, ec, ['crv', 'kty', 'x'], ['e', 'kty', 'n'], ['e', 'kty', 'n']])
  })

  it.each([
    ['algorithm', { algorithm: 'HS256' as never }],
    ['algorithm', { algorithm: 'constructor' as never }],
    ['algorithm', { algorithm: null as never }],
    ['now', { now: 0 as never }],
  ])('refuses a bad %s: %j', async (option, options) => {
    expect(await catchError(() => DPoPKeyPair.generate(options))).toMatchObject({ code: 'VAL_2002', details: { option } })
  })
})

describe('createProof', async () => {
  const keyPair = await DPoPKeyPair.generate({ now: () => now + 999 })

  it('has the claims of RFC 9449 §4.2, and no others', async () => {
    const payload = readPayload(await keyPair.createProof(request))
    expect(payload).toEqual({ jti: expect.stringMatching(/^[\w-]{36}$/), htm: 'GET', htu: 'https://api.example/orders', iat: now / 1000 })
  })

  it('adds the hash of the access token, and the nonce, when they are given', async () => {
    const accessToken = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU'
    const payload = readPayload(await keyPair.createProof({ ...request, accessToken, nonce: 'a nonce' }))
    expect(payload).toMatchObject({ ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo', nonce: 'a nonce' }) // RFC 9449 §7.1
    expect(createHash('sha256').update(accessToken).digest('base64url')).toBe('fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo')
  })

  it('takes empty texts for none', async () => {
    expect(readPayload(await keyPair.createProof({ ...request, accessToken: '', nonce: '' }))).toEqual({
      jti: expect.anything(),
      htm: 'GET',
      htu: request.url,
      iat: now / 1000,
    })
  })

  it('writes the URL as it goes over the wire, without user, query and fragment', async () => {
    expect(readPayload(await keyPair.createProof({ method: 'GET', url: 'http://127.0.0.1:80/a' }))).toMatchObject({
      htu: 'http://127.0.0.1/a',
    })
    const url = 'HTTPS://user:secret@API.example:443/a/../%7Eb/é?access_token=1#top'
    expect(readPayload(await keyPair.createProof({ method: 'GET', url }))).toMatchObject({ htu: 'https://api.example/%7Eb/%C3%A9' })
    expect(readPayload(await keyPair.createProof({ method: 'GET', url: new URL(url) }))).toMatchObject({
      htu: 'https://api.example/%7Eb/%C3%A9',
    })
  })

  it('writes the method as it was given', async () => {
    expect(readPayload(await keyPair.createProof({ ...request, method: 'patch' }))).toMatchObject({ htm: 'patch' })
  })

  it('makes another jti every time', async () => {
    const proofs = await Promise.all(Array.from({ length: 50 }, () => keyPair.createProof(request)))
    expect(new Set(proofs.map((proof) => (readPayload(proof) as { jti: string }).jti)).size).toBe(50)
  })

  it.each([
    ['method', { url: request.url }],
    ['method', { ...request, method: 7 }],
    ['method', undefined],
    ['method', null],
    ['url', { method: 'GET' }],
    ['url', { method: 'GET', url: '/orders' }],
    ['url', { method: 'GET', url: 'ftp://api.example/' }],
    ['accessToken', { ...request, accessToken: 7 }],
    ['accessToken', { ...request, accessToken: null }],
    ['nonce', { ...request, nonce: {} }],
    ['nonce', { ...request, nonce: null }],
  ])('refuses a bad %s: %j', async (option, bad) => {
    expect(await catchError(() => keyPair.createProof(bad as never))).toMatchObject({ code: 'VAL_2002', details: { option } })
  })
})
