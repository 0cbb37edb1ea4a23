import { generateKeyPairSync } from 'node:crypto'
import { InvalidConfigError, TokenInvalidError } from '@auth/core-errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import type { JWK } from './jwk.ts'
import type { TokenHeader } from './key-resolver.ts'
import { createKeySet, type KeySet } from './key-set.ts'
import { parseJWKS } from './parse-jwks.ts'
import { checkTokenHeader, selectKey, toKeyError } from './select-key.ts'

const { rsa, otherRsa, p256, otherP256, p384, ed25519 } = publicKeys
const toSet = (...keys: readonly JWK[]): KeySet => createKeySet(parseJWKS({ keys }))
const select = (set: KeySet, alg: string, kid?: string): JWK | undefined => selectKey(set, { alg, kid })?.jwk

describe('a header with a kid', () => {
  it('means the key that bears it', () => {
    const [a, b] = [
      { ...rsa, kid: 'a' },
      { ...otherRsa, kid: 'b' },
    ]
    expect(select(toSet(a, b), 'RS256', 'b')).toEqual(b)
  })

  it('means no key without that kid, not even the only one', () => {
    expect(select(toSet(rsa), 'RS256', 'a')).toBeUndefined()
    expect(select(toSet({ ...rsa, kid: 'a' }), 'RS256', '')).toBeUndefined()
  })

  it('means no key of another type, curve or algorithm', () => {
    const set = toSet({ ...rsa, kid: 'a', alg: 'RS256' }, { ...p256, kid: 'b' })
    for (const alg of ['PS256', 'ES256', 'EdDSA', 'HS256', 'none', '']) expect(select(set, alg, 'a'), alg).toBeUndefined()
    for (const alg of ['ES384', 'ES512', 'RS256', 'rs256']) expect(select(set, alg, 'b'), alg).toBeUndefined()
  })

  it('tells keys of one kid apart by type, curve and algorithm', () => {
    const [byType, byCurve, byAlgorithm] = [
      { ...p256, kid: 'a' },
      { ...p384, kid: 'a' },
      { ...rsa, kid: 'a', alg: 'RS256' },
    ]
    const set = toSet(byType, byCurve, byAlgorithm, { ...otherRsa, kid: 'a', alg: 'PS256' }, { ...otherP256, kid: 'a', use: 'enc' })
    expect([select(set, 'ES256', 'a'), select(set, 'ES384', 'a'), select(set, 'RS256', 'a')]).toEqual([byType, byCurve, byAlgorithm])
  })

  it('means nothing when two keys of that kid serve the algorithm', () => {
    expect(select(toSet({ ...rsa, kid: 'a' }, { ...otherRsa, kid: 'a' }), 'RS256', 'a')).toBeUndefined()
    expect(select(toSet({ ...rsa, kid: 'a', alg: 'RS256' }, { ...otherRsa, kid: 'a' }), 'RS256', 'a')).toBeUndefined()
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('may be %s, which is a kid like any other', (kid) => {
    expect(select(toSet({ ...rsa, kid: 'a' }), 'RS256', kid)).toBeUndefined()
    expect(select(toSet({ ...rsa, kid }), 'RS256', kid)).toEqual({ ...rsa, kid })
  })
})

describe('a header without a kid', () => {
  it('means the only key that serves the algorithm, whether it bears a kid or not', () => {
    const set = toSet({ ...rsa, kid: 'a' }, p256)
    expect([select(set, 'RS256'), select(set, 'PS512'), select(set, 'ES256')]).toEqual([{ ...rsa, kid: 'a' }, { ...rsa, kid: 'a' }, p256])
  })

  it('means nothing when several serve it, or none', () => {
    const set = toSet({ ...rsa, kid: 'a' }, { ...otherRsa, kid: 'b' })
    expect([select(set, 'RS256'), select(set, 'ES256')]).toEqual([undefined, undefined])
  })
})

it.each(['EdDSA', 'Ed25519'])('an Ed25519 key serves both names of the algorithm, whichever it says or none (RFC 9864): %s', (alg) => {
  for (const name of ['EdDSA', 'Ed25519', undefined]) {
    const jwk = name ? { ...ed25519, alg: name } : ed25519
    expect(select(toSet(jwk), alg)).toEqual(jwk)
  }
})

it('agrees with a search through the whole set', () => {
  const jwk = fc.record(
    {
      base: fc.constantFrom(rsa, otherRsa, p256, otherP256),
      kid: fc.constantFrom('a', 'b', undefined),
      alg: fc.constantFrom('RS256', 'PS256', 'ES256', undefined),
    },
    { requiredKeys: ['base'] },
  )
  const serves = (key: JWK, alg: string): boolean =>
    (key.alg === undefined || key.alg === alg) &&
    (alg === 'ES256' ? key.kty === 'EC' : key.kty === 'RSA') &&
    !(key.kty === 'EC' && alg !== 'ES256')
  fc.assert(
    fc.property(
      fc.array(jwk, { maxLength: 6 }),
      fc.constantFrom('RS256', 'PS256', 'ES256'),
      fc.constantFrom('a', 'b', undefined),
      (rows, alg, kid) => {
        const jwks = rows.map(({ base, kid: own, alg: only }): JWK => ({ ...base, ...(own && { kid: own }), ...(only && { alg: only }) }))
        const distinct = [...new Map(jwks.map((key) => [JSON.stringify(key), key])).values()]
        const fitting = distinct.filter((key) => serves(key, alg) && (kid === undefined || key.kid === kid))
        expect(select(toSet(...jwks), alg, kid)).toEqual(fitting.length === 1 ? fitting[0] : undefined)
      },
    ),
  )
})

it('takes no more steps in a set of 1,000 keys than in a set of one', () => {
  const keys = Array.from({ length: 1000 }, (_, at) => ({
    ...(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }) as JWK),
    kid: String(at),
  }))
  const { byAlgorithm, byKid } = toSet(...keys)
  // A set that can be asked but not gone through.
  const reads: unknown[] = []
  const count = <Value>(map: ReadonlyMap<unknown, Value>): never => ({ get: (name: unknown) => (reads.push(name), map.get(name)) }) as never
  const set = {
    byKid: count(byKid),
    byAlgorithm: count(new Map([...byAlgorithm].map(([alg, index]) => [alg, count(index)]))),
  } as unknown as KeySet // only what selection may use
  expect(select(set, 'ES256', '999')).toEqual(keys[999])
  expect(reads).toEqual(['ES256', '999'])
})

describe('checkTokenHeader', () => {
  it('takes a header with a known algorithm, with a kid or without', () => {
    for (const header of [{ alg: 'RS256' }, { alg: 'ES256', kid: '' }, { alg: 'EdDSA', kid: undefined, typ: 'at+jwt' }])
      expect(checkTokenHeader(header)).toBe(header)
  })

  it.each(['none', 'None', 'HS256', '', '__proto__', undefined, 1, null, ['RS256']])('refuses the algorithm %j', (alg) => {
    const act = (): unknown => checkTokenHeader({ alg, kid: 'a' } as TokenHeader)
    expect(act).toThrow(TokenInvalidError)
    expect(act).toThrow(expect.objectContaining({ details: expect.objectContaining({ check: 'alg' }) }))
  })

  it.each([1, null, {}, ['a'], true])('refuses the kid %j', (kid) => {
    const act = (): unknown => checkTokenHeader({ alg: 'RS256', kid } as unknown as TokenHeader) // what JSON may hold
    expect(act).toThrow(TokenInvalidError)
    expect(act).toThrow(expect.objectContaining({ details: expect.objectContaining({ check: 'kid' }) }))
  })

  it.each([undefined, null, 5, 'x', []])('names the argument when %j is given', (header) => {
    expect(() => checkTokenHeader(header as never)).toThrow(InvalidConfigError)
  })
})

it('tells what was looked for, in not more than 200 characters each', () => {
  expect(toKeyError({ kid: 'a', alg: 'RS256' }).details).toEqual({ check: 'kid', kid: 'a', alg: 'RS256' })
  expect(String(toKeyError({ kid: 'a'.repeat(5000) }).details['kid'])).toHaveLength(200)
})
