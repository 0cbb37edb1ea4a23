import { KeysUnavailableError, TokenInvalidError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { JWKSCache, LocalJWKS } from '../src/index.ts'
import { publicKeys } from './public-keys.ts'
import { TestProvider } from './test-provider.ts'

const { rsa, otherRsa, p256, otherP256 } = publicKeys
const keyA = { ...rsa, kid: 'a' }

describe('CVE-2025-59936: the same kid at two issuers', () => {
  it('means each issuer’s own key, in one process', async () => {
    const [first, second] = [new TestProvider(keyA), new TestProvider({ ...otherRsa, kid: 'a' })]
    const caches = [first, second].map((provider) => new JWKSCache(provider.toOptions()))
    const keys = await Promise.all(caches.map((cache) => cache.getSigningKey({ alg: 'RS256', kid: 'a' })))
    expect(keys.map(({ jwk }) => jwk.n)).toEqual([rsa.n, otherRsa.n])
  })

  it('the very same JWK is two keys: what was found for one issuer is not the other’s', async () => {
    const caches = [new TestProvider(keyA), new TestProvider(keyA)].map((provider) => new JWKSCache(provider.toOptions()))
    const [first, second] = await Promise.all(caches.map((cache) => cache.getSigningKey({ alg: 'RS256', kid: 'a' })))
    expect(first).not.toBe(second)
  })
})

describe('CVE-2026-48524, GHSA-675f-rq2r-jw82', () => {
  it('a failed refetch keeps the keys', async () => {
    const provider = new TestProvider(keyA)
    const cache = new JWKSCache(provider.toOptions())
    await cache.refresh()
    provider.goDown()
    await expect(cache.refresh()).rejects.toThrow(KeysUnavailableError)
    expect((await cache.getSigningKey({ alg: 'RS256', kid: 'a' })).kid).toBe('a')
  })

  it('a successful one replaces the whole set: removed keys are gone', async () => {
    const provider = new TestProvider(keyA)
    const cache = new JWKSCache(provider.toOptions())
    await cache.refresh()
    provider.keys = [{ ...p256, kid: 'b' }]
    await cache.refresh()
    await expect(cache.getSigningKey({ alg: 'RS256', kid: 'a' })).rejects.toThrow(TokenInvalidError)
  })
})

describe('CVE-2018-0114, RFC 8725 §3.10: keys and places of keys that a token brings along', () => {
  it.each([
    ['jwk', { ...p256 }],
    ['jku', 'https://evil.example/jwks'],
    ['x5u', 'https://evil.example/cert'],
    ['x5c', ['AAAA']],
    ['iss', 'https://evil.example'],
  ])('%s is not looked at, and no call goes there', async (member, value) => {
    const provider = new TestProvider(keyA)
    const cache = new JWKSCache(provider.toOptions())
    await expect(cache.getSigningKey({ alg: 'ES256', [member]: value })).rejects.toThrow(TokenInvalidError)
    expect(new Set(provider.requests.map(({ url }) => url))).toEqual(new Set([provider.jwksUri]))
  })

  it.each(['../../secret', 'https://evil.example', "a' OR 1=1", 'a\r\nx-evil: 1', '%2e%2e'])('the kid %j goes nowhere', async (kid) => {
    const provider = new TestProvider(keyA)
    const cache = new JWKSCache(provider.toOptions())
    await expect(cache.getSigningKey({ alg: 'RS256', kid })).rejects.toThrow(TokenInvalidError)
    expect(provider.requests.map(({ url, method }) => `${method} ${url}`)).toEqual([`GET ${provider.jwksUri}`])
  })
})

it('CVE-2017-16007: a point off its curve is no key', async () => {
  const provider = new TestProvider({ ...p256, y: otherP256.y!, kid: 'bad' }, { ...p256, kid: 'good' })
  const cache = new JWKSCache(provider.toOptions())
  expect((await cache.getAllSigningKeys()).map(({ kid }) => kid)).toEqual(['good'])
})

describe('CVE-2015-9235, CVE-2026-22817, CVE-2022-23541: the token does not choose how its key is used', () => {
  it.each(['HS256', 'HS384', 'HS512', 'none', 'ES256', 'EdDSA'])('an RSA key never serves %s', async (alg) => {
    const keys = new LocalJWKS({ keys: [keyA] })
    await expect(keys.getSigningKey({ alg, kid: 'a' })).rejects.toThrow(TokenInvalidError)
    await expect(keys.getSigningKey({ alg })).rejects.toThrow(TokenInvalidError)
    expect([keys.getCachedSigningKey({ alg, kid: 'a' }), keys.getCachedSigningKey({ alg })]).toEqual([undefined, undefined])
  })

  it('a key that names its algorithm serves no other of its type', async () => {
    const keys = new LocalJWKS({ keys: [{ ...keyA, alg: 'PS256' }] })
    expect((await keys.getSigningKey({ alg: 'PS256', kid: 'a' })).alg).toBe('PS256')
    for (const alg of ['RS256', 'RS512', 'PS384']) await expect(keys.getSigningKey({ alg, kid: 'a' })).rejects.toThrow(TokenInvalidError)
  })
})
