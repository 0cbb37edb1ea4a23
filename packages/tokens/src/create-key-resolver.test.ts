import { JWKSCache, type KeyResolver, LocalJWKS } from '@auth/jwks'
import { expect, it, vi } from 'vitest'
import { createKeyResolver, toKeyResolver } from './create-key-resolver.ts'
import { createTestIssuer } from './testing/index.ts'

it('leaves a resolver as it is, and makes one for a key set', async () => {
  const resolver: KeyResolver = { getSigningKey: async () => Promise.reject(new Error('never')) }
  expect(toKeyResolver(resolver)).toBe(resolver)
  expect(toKeyResolver((await createTestIssuer()).jwks)).toBeInstanceOf(LocalJWKS)
})

it.each([undefined, null, 'https://issuer.test/jwks', [], {}, { keys: {} }])('refuses %j, which is neither', (jwks) => {
  expect(() => toKeyResolver(jwks as never)).toThrow(expect.objectContaining({ code: 'VAL_2002', details: { option: 'jwks' } }))
})

it('without keys makes a cache that finds them by discovery, through the fetch and the clocks that are given', async () => {
  const issuer = await createTestIssuer()
  const fetch = vi.fn(issuer.fetch)
  const { now, monotonicNow } = issuer
  const resolver = createKeyResolver({ issuer: issuer.issuer }, { fetch, now, monotonicNow })
  expect(resolver).toBeInstanceOf(JWKSCache)
  expect(await resolver.getSigningKey({ alg: 'ES256', kid: 'test-key-1' })).toMatchObject({ kid: 'test-key-1' })
  expect(fetch.mock.calls.map(([input]) => String(input instanceof Request ? input.url : input))).toEqual([
    'https://issuer.test/.well-known/openid-configuration',
    'https://issuer.test/jwks',
  ])
})

it('asks the jwksUri alone where one is given', async () => {
  const issuer = await createTestIssuer()
  const fetch = vi.fn(issuer.fetch)
  const resolver = createKeyResolver({ issuer: issuer.issuer, jwksUri: 'https://issuer.test/jwks' }, { fetch })
  await resolver.getSigningKey({ alg: 'ES256', kid: 'test-key-1' })
  expect(fetch).toHaveBeenCalledTimes(1)
})

it('refuses an insecure jwksUri unless loopback is allowed', () => {
  const jwksUri = 'http://127.0.0.1:1/jwks'
  expect(() => createKeyResolver({ issuer: 'x', jwksUri }, {})).toThrow(
    expect.objectContaining({ code: 'VAL_2002', details: { option: 'jwksUri' } }),
  )
  expect(createKeyResolver({ issuer: 'x', jwksUri }, { allowInsecureLoopback: true })).toBeInstanceOf(JWKSCache)
})
