import { InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { tlsClientAuth } from '../authentication/client-authentication.ts'
import { clientSecretPost } from '../authentication/client-secret.ts'
import type { AuthPlatformConfig } from './auth-platform-config.ts'
import { parseConfig } from './parse-config.ts'

const good: AuthPlatformConfig = { baseUrl: 'https://as.example', clientId: 'web', clientSecret: 'secret' }

describe('parseConfig', () => {
  it('fills in the defaults', () => {
    expect(parseConfig(good)).toMatchObject({
      issuer: 'https://as.example',
      audience: 'web',
      scopes: [],
      cache: { jwksTtlSeconds: 3600, jwksRefreshAheadSeconds: 300, tokenBufferSeconds: 60 },
      maxRetries: 3,
      retryDelaySeconds: 1,
      timeoutSeconds: 30,
      clientAuthentication: { method: 'client_secret_basic' },
    })
  })

  it('a client without a secret is a public one', () => {
    expect(parseConfig({ baseUrl: 'https://as.example', clientId: 'spa' }).clientAuthentication.method).toBe('none')
  })

  it('keeps the issuer exactly as it was written', () => {
    expect(parseConfig({ ...good, baseUrl: 'https://as.example/tenant/' }).issuer).toBe('https://as.example/tenant/')
    expect(parseConfig({ ...good, issuer: 'https://ISSUER.example' }).issuer).toBe('https://ISSUER.example')
  })

  it('cannot be changed afterwards, by the caller or by anybody', () => {
    const scopes = ['a']
    const config = parseConfig({ ...good, scopes })
    scopes.push('b')
    expect(config.scopes).toEqual(['a'])
    expect(() => Object.assign(config, { clientId: 'other' })).toThrow(TypeError)
  })

  it.each([
    ['nothing', undefined, 'config'],
    ['no baseUrl', { clientId: 'web' }, 'baseUrl'],
    ['a baseUrl over http', { ...good, baseUrl: 'http://as.example' }, 'baseUrl'],
    ['loopback over http, not opted in', { ...good, baseUrl: 'http://127.0.0.1:3000' }, 'baseUrl'],
    ['an issuer over http', { ...good, issuer: 'http://as.example' }, 'issuer'],
    ['no clientId', { baseUrl: 'https://as.example' }, 'clientId'],
    ['an empty clientId', { ...good, clientId: '' }, 'clientId'],
    ['a secret that the environment lacks', { ...good, clientSecret: undefined }, 'clientSecret'],
    ['an empty secret', { ...good, clientSecret: '' }, 'clientSecret'],
    [
      'no secret for a method that needs one',
      { ...good, clientSecret: undefined, clientAuthentication: clientSecretPost() },
      'clientSecret',
    ],
    ['an authentication that is none', { ...good, clientAuthentication: {} }, 'clientAuthentication.authenticate'],
    ['scopes that are a string', { ...good, scopes: 'a b' }, 'scopes'],
    ['an empty audience', { ...good, audience: '' }, 'audience'],
    ['a negative buffer', { ...good, cache: { tokenBufferSeconds: -1 } }, 'cache.tokenBufferSeconds'],
    ['an infinite TTL', { ...good, cache: { jwksTtlSeconds: Infinity } }, 'cache.jwksTtlSeconds'],
    [
      'a refresh-ahead longer than the TTL',
      { ...good, cache: { jwksTtlSeconds: 10, jwksRefreshAheadSeconds: 11 } },
      'cache.jwksRefreshAheadSeconds',
    ],
    ['a cache that is no object', { ...good, cache: 'long' }, 'cache'],
    ['half a retry', { ...good, maxRetries: 1.5 }, 'maxRetries'],
    ['a delay that is no number', { ...good, retryDelaySeconds: '1' }, 'retryDelaySeconds'],
    ['no time at all', { ...good, timeoutSeconds: 0 }, 'timeoutSeconds'],
    ['an endpoint over http', { ...good, endpoints: { tokenEndpoint: 'http://as.example/token' } }, 'endpoints.tokenEndpoint'],
    ['an endpoint that there is not', { ...good, endpoints: { tokenUrl: 'https://as.example/t' } }, 'endpoints.tokenUrl'],
    ['a DPoP switch that is none', { ...good, dpop: { enabled: 'yes' } }, 'dpop.enabled'],
    ['an algorithm that proofs cannot have', { ...good, dpop: { enabled: true, algorithm: 'HS256' } }, 'dpop.algorithm'],
    ['a key pair that is none', { ...good, dpop: { enabled: true, keyPair: {} } }, 'dpop.keyPair'],
    ['an API origin with a path', { ...good, apiOrigins: ['https://api.example/v1'] }, 'apiOrigins'],
    ['an API origin over http', { ...good, apiOrigins: ['http://api.example'] }, 'apiOrigins'],
    ['a token store that is none', { ...good, tokenStore: 'redis' }, 'tokenStore'],
    ['a token store that cannot delete', { ...good, tokenStore: { get() {}, set() {} } }, 'tokenStore.delete'],
    ['a lock that is none', { ...good, sessionLock: {} }, 'sessionLock.run'],
    ['a signing key without an algorithm', { ...good, requestSigning: { key: { kty: 'EC' } } }, 'requestSigning.algorithm'],
    ['trusted audiences that are none', { ...good, trustedAudiences: [] }, 'trustedAudiences'],
    ['a profile that there is not', { ...good, profile: 'fapi1' }, 'profile'],
    ['a refresh switch that is none', { ...good, retryRefreshOnce: 1 }, 'retryRefreshOnce'],
    ['a wait that is no function', { ...good, wait: 5 }, 'wait'],
    ['a secret beside a certificate', { ...good, clientAuthentication: tlsClientAuth() }, 'clientSecret'],
    ['a fetch that is no function', { ...good, fetch: 'fetch' }, 'fetch'],
    ['a clock that is no function', { ...good, now: 0 }, 'now'],
    ['allowInsecureLoopback that is no boolean', { ...good, allowInsecureLoopback: 1 }, 'allowInsecureLoopback'],
  ])('%s is refused, and named', (_, config, option) => {
    expect(() => parseConfig(config as never)).toThrow(InvalidConfigError)
    expect(() => parseConfig(config as never)).toThrow(expect.objectContaining({ details: { option } }))
  })
})
