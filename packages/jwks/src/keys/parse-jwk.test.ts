import { describe, expect, it } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import { parseJWK, toServedAlgorithms } from './parse-jwk.ts'

const parse = (jwk: object): ReturnType<typeof parseJWK> => parseJWK(JSON.stringify(jwk))
const { rsa, weakRsa, p256, otherP256, p384, p521, secp256k1, ed25519, ed448, x25519 } = publicKeys
const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

describe('the key that comes out', () => {
  it('has the JWK as it was published, the kid and the only algorithm', () => {
    const jwk = { ...rsa, kid: 'a', alg: 'PS256', use: 'sig', key_ops: ['verify'], x5t: 'x', of_ours: { deep: [1] } }
    expect(parse(jwk)).toEqual({ jwk, kid: 'a', alg: 'PS256' })
  })

  it('has no kid and no alg where none was published', () => {
    expect(parse(rsa)).toEqual({ jwk: rsa, kid: undefined, alg: undefined })
  })

  it('is frozen to the bottom', () => {
    const key = parse({ ...rsa, key_ops: ['verify'], of_ours: { deep: [1] } })!
    const ours = key.jwk['of_ours'] as { deep: unknown }
    expect([key, key.jwk, key.jwk.key_ops, ours, ours.deep].map(Object.isFrozen)).toEqual([true, true, true, true, true])
  })
})

describe('the kty × alg matrix: one algorithm per key, and it agrees with the key (RFC 8725 §3.1)', () => {
  const rs = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
  const grid = [
    ['RSA', rsa, rs],
    ['P-256', p256, ['ES256']],
    ['P-384', p384, ['ES384']],
    ['P-521', p521, ['ES512']],
    ['Ed25519', ed25519, ['EdDSA', 'Ed25519']],
  ] as const
  const everyName = [...rs, 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'HS256', 'none', 'RSA-OAEP', 'ECDH-ES', '__proto__', '']

  it.each(grid)('%s without alg serves all algorithms of its type', (_, jwk, algorithms) => {
    expect(toServedAlgorithms(jwk)).toEqual(algorithms)
  })

  it.each(grid)('%s with alg serves that one, and is skipped when it is not of its type', (_, jwk, algorithms) => {
    for (const alg of everyName) {
      const fits = (algorithms as readonly string[]).includes(alg)
      expect(Boolean(parse({ ...jwk, alg })), alg).toBe(fits)
      expect(toServedAlgorithms({ ...jwk, alg }), alg).toEqual(fits ? (jwk === ed25519 ? algorithms : [alg]) : [])
    }
  })
})

describe('keys that are skipped', () => {
  it.each([
    ['another kty', { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA' }],
    ['a kty that every object has', { kty: 'constructor' }],
    ['no kty', { n: rsa.n, e: rsa.e }],
    ['a curve without a signature algorithm here', { ...secp256k1 }],
    ['Ed448', { ...ed448 }],
    ['X25519, a key agreement key', { ...x25519 }],
    ['an EC key with a curve of another kty', { ...p256, crv: 'Ed25519' }],
    ['an OKP key with a curve of another kty', { ...ed25519, crv: 'P-256' }],
    ['an EC key without curve', { ...p256, crv: undefined }],
    ['use other than sig', { ...rsa, use: 'enc' }],
    ['use that is not a string', { ...rsa, use: null }],
    ['key_ops without verify', { ...rsa, key_ops: ['encrypt', 'wrapKey'] }],
    ['empty key_ops', { ...rsa, key_ops: [] }],
    ['key_ops that is not an array', { ...rsa, key_ops: 'verify' }],
    ['a kid that is a number', { ...rsa, kid: 1 }],
    ['a kid that is null', { ...rsa, kid: null }],
    ['a kid that is an array', { ...rsa, kid: ['a'] }],
    ['an alg that is not a string', { ...rsa, alg: ['RS256'] }],
    ['an RSA key below 2048 bits', { ...weakRsa }],
    [
      'an RSA key padded with zeros to 2048 bits',
      { ...weakRsa, n: toText(Buffer.concat([Buffer.alloc(1), Buffer.from(weakRsa.n!, 'base64url')])) },
    ],
    ['an RSA key above 16384 bits', { ...rsa, n: toText(new Uint8Array(2049).fill(255)) }],
    ['an even modulus', { ...rsa, n: toText(Buffer.concat([Buffer.from(rsa.n!, 'base64url').subarray(0, 255), Buffer.alloc(1)])) }],
    ['the exponent 1, with which everyone can sign', { ...rsa, e: 'AQ' }],
    ['an even exponent', { ...rsa, e: 'AQAA' }],
    ['an exponent without end', { ...rsa, e: toText(new Uint8Array(9).fill(255)) }],
    ['no exponent', { ...rsa, e: undefined }],
    ['no modulus', { ...rsa, n: undefined }],
    ['a modulus in base64 with padding', { ...rsa, n: `${rsa.n}==` }],
    ['a point that is not on its curve', { ...p256, y: otherP256.y }],
    ['a point without y', { ...p256, y: undefined }],
    ['an Ed25519 key that is no point', { ...ed25519, x: toText(new Uint8Array(32).fill(2)) }],
    ['an Ed25519 key of small order', { ...ed25519, x: toText(new Uint8Array(32)) }],
    ['an Ed25519 key without x', { ...ed25519, x: undefined }],
  ])('%s', (_, jwk) => {
    expect(parse(jwk)).toBeUndefined()
  })

  it.each(Object.entries({ rsa, p256, p384, p521, ed25519 }))('but not the good %s key', (_, jwk) => {
    expect(parse({ ...jwk, kid: 'a', use: 'sig', key_ops: ['verify'] })).toMatchObject({ kid: 'a' })
  })
})
