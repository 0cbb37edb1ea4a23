import { InvalidConfigError, ProtocolError, TokenInvalidError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import { LocalJWKS, checkJWKS } from './local-jwks.ts'

const { rsa, p256, weakRsa } = publicKeys
const keys = new LocalJWKS({ keys: [{ ...rsa, kid: 'a' }, p256] })

it('finds the key that a header means, and the same object at once', async () => {
  const key = await keys.getSigningKey({ alg: 'PS256', kid: 'a' })
  expect(key.jwk).toEqual({ ...rsa, kid: 'a' })
  expect(keys.getCachedSigningKey({ alg: 'PS256', kid: 'a' })).toBe(key)
})

it('refuses a token that means none of its keys', async () => {
  await expect(keys.getSigningKey({ alg: 'RS256', kid: 'b' })).rejects.toThrow(TokenInvalidError)
  await expect(keys.getSigningKey({ alg: 'RS256', kid: 'b' })).rejects.toMatchObject({ details: { check: 'kid', kid: 'b', alg: 'RS256' } })
  expect(keys.getCachedSigningKey({ alg: 'RS256', kid: 'b' })).toBeUndefined()
})

it('refuses an algorithm that it does not know, by both ways', async () => {
  await expect(keys.getSigningKey({ alg: 'HS256', kid: 'a' })).rejects.toMatchObject({ details: { check: 'alg' } })
  expect(keys.getCachedSigningKey({ alg: 'HS256', kid: 'a' })).toBeUndefined()
  expect(keys.getCachedSigningKey({ alg: '', kid: 'a' })).toBeUndefined()
})

it('names the argument when it is no header', async () => {
  for (const header of [undefined, null, 5, 'token']) {
    await expect(keys.getSigningKey(header as never)).rejects.toMatchObject({ code: 'VAL_2002', details: { option: 'header' } })
    expect(() => keys.getCachedSigningKey(header as never)).toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option: 'header' } }),
    )
  }
})

it('does not change with the object that it was made from', async () => {
  const jwk = { ...rsa, kid: 'a' }
  const local = new LocalJWKS({ keys: [jwk] })
  jwk.kid = 'b'
  expect((await local.getSigningKey({ alg: 'RS256', kid: 'a' })).kid).toBe('a')
  expect(Object.isFrozen(jwk)).toBe(false)
})

describe('refuses at construction', () => {
  const loop: Record<string, unknown> = { ...rsa }
  loop['self'] = loop
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a URL', 'https://issuer.example/jwks'],
    ['a single key', rsa],
    ['no key', { keys: [] }],
    ['no usable key', { keys: [weakRsa] }],
    ['a private key', { keys: [{ ...rsa, d: 'AAAA' }] }],
    ['a symmetric key', { keys: [{ kty: 'oct', k: 'AAAA' }] }],
    ['a key that is no JSON', { keys: [loop] }],
  ])('%s', (_, jwks) => {
    expect(() => new LocalJWKS(jwks as never)).toThrow(InvalidConfigError)
    expect(() => new LocalJWKS(jwks as never)).toThrow(expect.objectContaining({ details: { option: 'jwks' } }))
  })

  it('and says why', () => {
    expect(() => checkJWKS({ keys: [] })).toThrow(expect.objectContaining({ cause: expect.any(ProtocolError) }))
  })
})
