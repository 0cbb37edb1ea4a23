import { describe, expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { checkPublicJwk } from './check-public-jwk.ts'
import { DPoPKeyPair } from './dpop-key-pair.ts'
import type { ProofAlgorithm } from './proof-algorithm.ts'

const keys = Object.fromEntries(
  await Promise.all(
    (['ES256', 'ES384', 'ES512', 'EdDSA', 'RS256'] as const).map(async (algorithm) => [
      algorithm,
      (await DPoPKeyPair.generate({ algorithm })).publicJwk,
    ]),
  ),
) as Record<'ES256' | 'ES384' | 'ES512' | 'EdDSA' | 'RS256', Record<string, string>>
const { ES256: ec, EdDSA: okp, RS256: rsa } = keys

/** A number in base64url, its bytes in their order. */
function number(...bytes: number[]): string {
  return Buffer.from(bytes).toString('base64url')
}
function modulus(bits: number): string {
  return (BigInt(1) << BigInt(bits - 1))
    .toString(16)
    .padStart(Math.ceil(bits / 8) * 2, '0')
    .replace(/(..)/g, (hex) => hex)
}
function rsaOf(bits: number): object {
  return { ...rsa, n: Buffer.from(modulus(bits), 'hex').toString('base64url') }
}

describe('checkPublicJwk', () => {
  it('takes each type of key for its own algorithms and for no others', async () => {
    const fits: Record<string, ProofAlgorithm[]> = {
      ES256: ['ES256'],
      ES384: ['ES384'],
      ES512: ['ES512'],
      EdDSA: ['EdDSA', 'Ed25519'],
      RS256: ['PS256', 'RS256'],
    }
    for (const [kind, jwk] of Object.entries(keys)) {
      for (const algorithm of ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256', 'RS256'] satisfies ProofAlgorithm[]) {
        if (fits[kind]!.includes(algorithm)) expect(JSON.parse(checkPublicJwk(jwk, algorithm))).toEqual(jwk)
        else expect(await catchError(() => checkPublicJwk(jwk, algorithm))).toMatchObject({ code: 'DPOP_6002', details: { check: 'jwk' } })
      }
    }
  })

  it('leaves out what a key says of itself', () => {
    const described = { ...ec, kid: '1', alg: 'ES256', use: 'sig', key_ops: ['verify'], ext: true, x5u: 'https://evil.example/' }
    expect(JSON.parse(checkPublicJwk(described, 'ES256'))).toEqual(ec)
  })

  it('takes RSA keys from 2048 to 8192 bits, with exponents up to four bytes', () => {
    for (const jwk of [rsaOf(2048), rsaOf(4096), rsaOf(8192), { ...rsa, e: number(255, 255, 255, 255) }])
      expect(() => checkPublicJwk(jwk, 'RS256')).not.toThrow()
  })

  it.each<[string, unknown, ProofAlgorithm]>([
    ['nothing', undefined, 'ES256'],
    ['null', null, 'ES256'],
    ['a text', JSON.stringify(ec), 'ES256'],
    ['an array', [ec], 'ES256'],
    ...['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].map((name): [string, unknown, ProofAlgorithm] => [
      `the private member ${name}`,
      { ...ec, [name]: 'AQ' },
      'ES256',
    ]),
    ['a private member that is null', { ...ec, d: null }, 'ES256'],
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }, 'ES256'],
    ['a symmetric key without its value', { kty: 'oct' }, 'ES256'],
    ['a missing coordinate', { kty: 'EC', crv: 'P-256', x: ec['x'] }, 'ES256'],
    ['another curve of the same length', { ...ec, crv: 'secp256k1' }, 'ES256'],
    ['X25519', { ...okp, crv: 'X25519' }, 'EdDSA'],
    ['a short coordinate', { ...ec, x: ec['x']!.slice(4) }, 'ES256'],
    ['a long coordinate', { ...ec, y: `AAAA${ec['y']}` }, 'ES256'],
    ['stray bits in a coordinate', { ...ec, x: `${ec['x']!.slice(0, 42)}B` }, 'ES256'],
    ['whitespace in a coordinate', { ...okp, x: `${okp['x']!.slice(0, 42)} ` }, 'EdDSA'],
    ['a key for another algorithm', { ...rsa, alg: 'PS256' }, 'RS256'],
    ['a key for encryption', { ...ec, use: 'enc' }, 'ES256'],
    ['a key for other operations', { ...ec, key_ops: ['deriveBits'] }, 'ES256'],
    ['operations that are no list', { ...ec, key_ops: 'verify' }, 'ES256'],
    ['RSA of 1024 bits', rsaOf(1024), 'RS256'],
    ['RSA of 2047 bits', rsaOf(2047), 'RS256'],
    ['RSA of 8193 bits', rsaOf(8193), 'RS256'],
    [
      'a modulus that begins with a zero',
      { ...rsa, n: Buffer.concat([Buffer.alloc(1), Buffer.from(rsa['n']!, 'base64url')]).toString('base64url') },
      'RS256',
    ],
    ['the exponent 1', { ...rsa, e: number(1) }, 'RS256'],
    ['the exponent 3', { ...rsa, e: number(3) }, 'RS256'],
    ['an even exponent', { ...rsa, e: number(1, 0, 2) }, 'RS256'],
    ['an exponent of five bytes', { ...rsa, e: number(1, 0, 0, 0, 1) }, 'RS256'],
    ['an exponent that begins with a zero', { ...rsa, e: number(0, 1, 0, 1) }, 'RS256'],
    ['a modulus in plain base64', { ...rsa, n: `+${rsa['n']!.slice(1)}` }, 'RS256'],
  ])('refuses %s', async (_, jwk, algorithm) => {
    expect(await catchError(() => checkPublicJwk(jwk, algorithm))).toMatchObject({ code: 'DPOP_6002', details: { check: 'jwk' } })
  })

  it('does not show the key that it refuses', async () => {
    const error = await catchError(() => checkPublicJwk({ ...ec, d: 'hunter2' }, 'ES256'))
    expect(JSON.stringify(error)).not.toContain('hunter2')
  })
})
