import { describe, expect, it } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import { isSoundKey as isSoundInBrowsers } from './is-sound-key.browser.ts'
import { isSoundKey } from './is-sound-key.ts'
import type { JWK } from './jwk.ts'

const { rsa, weakRsa, p256, otherP256, p384, p521, ed25519 } = publicKeys
const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const modulus = Buffer.from(rsa.n!, 'base64url')

const sound: Record<string, JWK> = { rsa, p256, p384, p521, ed25519 }
const unsoundRSA: Record<string, JWK> = {
  'a modulus below 2048 bits': weakRsa,
  'a modulus of 2047 bits': { ...rsa, n: toText(modulus.map((byte, at) => (at === 0 ? (byte & 0x7f) | 0x40 : byte))) },
  'a short modulus after zeros': { ...weakRsa, n: toText(Buffer.concat([Buffer.alloc(1), Buffer.from(weakRsa.n!, 'base64url')])) },
  'a modulus above 16384 bits': { ...rsa, n: toText(new Uint8Array(2049).fill(255)) },
  'a modulus that is not base64url': { ...rsa, n: `${rsa.n}==` },
  'no modulus': { kty: 'RSA', e: 'AQAB' },
}
const unsound: Record<string, JWK> = {
  ...unsoundRSA,
  'an even modulus': { ...rsa, n: toText(Buffer.concat([modulus.subarray(0, 255), Buffer.alloc(1)])) },
  'an exponent of 1': { ...rsa, e: 'AQ' },
  'an exponent of 0': { ...rsa, e: 'AA' },
  'an even exponent': { ...rsa, e: 'AQAA' },
  'no exponent': { kty: 'RSA', n: rsa.n! },
  'a point off its curve': { ...p256, y: otherP256.y! },
  'a point of another curve': { ...p256, crv: 'P-384' },
  'a curve that is not known': { ...p256, crv: 'secp256k1' },
  'no curve': { kty: 'EC', x: p256.x!, y: p256.y! },
  'no y': { kty: 'EC', crv: 'P-256', x: p256.x! },
  'an Ed25519 point of small order': { ...ed25519, x: toText(new Uint8Array(32)) },
  'no x': { kty: 'OKP', crv: 'Ed25519' },
}

describe('FAPI 2, RFC 8725 §3.4: by arithmetic', () => {
  it('takes a modulus of exactly 16384 bits', () => expect(isSoundKey({ ...rsa, n: toText(new Uint8Array(2048).fill(0x81)) })).toBe(true))

  it.each(Object.entries(sound))('takes %s', (_, jwk) => expect(isSoundKey(jwk)).toBe(true))
  it.each(Object.entries(unsound))('refuses %s', (_, jwk) => expect(isSoundKey(jwk)).toBe(false))
})

describe('in browsers: what WebCrypto does not refuse itself', () => {
  it.each(Object.entries(sound))('takes %s', (_, jwk) => expect(isSoundInBrowsers(jwk)).toBe(true))
  it.each(Object.entries(unsoundRSA))('refuses %s', (_, jwk) => expect(isSoundInBrowsers(jwk)).toBe(false))

  it.each([2048, 3072, 4096, 8192, 16_384])('takes a modulus of %i bits', (bits) => {
    expect(isSoundInBrowsers({ kty: 'RSA', n: toText(new Uint8Array(bits / 8).fill(0x81)) })).toBe(true)
  })

  it('leaves points to importKey, which takes in none that is off its curve', async () => {
    const usages: KeyUsage[] = ['verify']
    const importPoint = (jwk: JWK): Promise<CryptoKey> =>
      crypto.subtle.importKey(
        'jwk',
        { kty: jwk.kty, crv: jwk.crv!, x: jwk.x!, y: jwk.y! },
        { name: 'ECDSA', namedCurve: 'P-256' },
        true,
        usages,
      )
    expect((await importPoint(p256)).type).toBe('public')
    await expect(importPoint(unsound['a point off its curve']!)).rejects.toThrow()
  })
})
