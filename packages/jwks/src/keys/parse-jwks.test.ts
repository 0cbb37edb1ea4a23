import { ProtocolError } from '@auth/core-errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import { parseJWKS } from './parse-jwks.ts'

const { rsa, otherRsa, weakRsa, p256, ed25519 } = publicKeys
const toKids = (value: unknown): readonly (string | undefined)[] => [...parseJWKS(value).values()].map(({ kid }) => kid)

it('skips only the bad key of a mixed set', () => {
  const keys = [
    { ...rsa, kid: 'a' },
    { ...weakRsa, kid: 'weak' },
    null,
    'text',
    [],
    7,
    { kty: 'new' },
    { ...p256, kid: 'b' },
    { ...ed25519, kid: 'c' },
  ]
  expect(toKids({ keys })).toEqual(['a', 'b', 'c'])
})

it('takes an empty set, which is a withdrawal, for a set', () => {
  expect(parseJWKS({ keys: [] }).size).toBe(0)
})

it('takes the same JWK written twice for one key', () => {
  expect(
    toKids({
      keys: [
        { ...rsa, kid: 'a' },
        { ...rsa, kid: 'a' },
      ],
    }),
  ).toEqual(['a'])
})

describe('refuses', () => {
  it.each([
    ['null', null],
    ['an array', [rsa]],
    ['a string', 'keys'],
    ['an object without keys', {}],
    ['a single key', rsa],
    ['keys that is not an array', { keys: { a: rsa } }],
    ['inherited keys', Object.create({ nokeys: [] })],
  ])('%s', (_, value) => {
    expect(() => parseJWKS(value)).toThrow(ProtocolError)
  })

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'])('a set that shows the private member %s, whole', (member) => {
    expect(() => parseJWKS({ keys: [rsa, { ...otherRsa, [member]: 'AAAA' }] })).toThrow(ProtocolError)
    expect(() => parseJWKS({ keys: [rsa, { kty: 'unknown', [member]: 'AAAA' }] })).toThrow(ProtocolError)
  })

  it('a set with a symmetric key, whole, even if it shows no secret', () => {
    expect(() => parseJWKS({ keys: [rsa, { kty: 'oct', kid: 'b' }] })).toThrow(ProtocolError)
  })

  it('more keys than maxKeys, but not as many', () => {
    const keys = [rsa, otherRsa]
    expect(() => parseJWKS({ keys }, { maxKeys: 1 })).toThrow(ProtocolError)
    expect(parseJWKS({ keys }, { maxKeys: 2 }).size).toBe(2)
  })

  it('without telling what the private key is', () => {
    const secret = 'c2VjcmV0LXNlY3JldA'
    expect(() => parseJWKS({ keys: [{ ...rsa, d: secret }] })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secret) }),
    )
  })
})

describe('the identity of keys', () => {
  it('is kept while the JWK stays the same, and only then', () => {
    const known = parseJWKS({
      keys: [
        { ...rsa, kid: 'a' },
        { ...p256, kid: 'b' },
      ],
    })
    const next = parseJWKS(
      {
        keys: [
          { ...otherRsa, kid: 'a' },
          { ...p256, kid: 'b' },
        ],
      },
      { known },
    )
    const [a, b] = known.values()
    const [nextA, nextB] = next.values()
    expect(nextB).toBe(b)
    expect(nextA).not.toBe(a)
  })

  it('does not outlive a member that changed', () => {
    const known = parseJWKS({ keys: [{ ...rsa, kid: 'a' }] })
    expect([...parseJWKS({ keys: [{ ...rsa, kid: 'a', alg: 'RS256' }] }, { known }).values()][0]).not.toBe([...known.values()][0])
  })
})

it('answers any JSON with keys or a ProtocolError', () => {
  const member = fc.constantFrom('kty', 'kid', 'alg', 'use', 'key_ops', 'crv', 'n', 'e', 'x', 'y', '__proto__')
  const jwk = fc.dictionary(member, fc.oneof(fc.constantFrom('RSA', 'EC', 'OKP', 'sig', 'AQAB', 'P-256'), fc.jsonValue()))
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ keys: fc.array(fc.oneof(fc.jsonValue(), jwk)) })), (value) => {
      try {
        expect(parseJWKS(value)).toBeInstanceOf(Map)
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
    }),
  )
})
