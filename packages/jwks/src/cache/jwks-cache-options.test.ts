import { InvalidConfigError } from '@auth/core-errors'
import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { checkJWKSCacheOptions } from './jwks-cache-options.ts'

const jwksUri = 'https://issuer.example/jwks'

it('has the defaults of the documentation', () => {
  expect(checkJWKSCacheOptions({ jwksUri })).toMatchObject({
    source: { kind: 'jwksUri', url: jwksUri },
    ttlSeconds: 3600,
    refreshAheadSeconds: 300,
    httpTimeoutSeconds: 10,
    staleIfErrorSeconds: 86_400,
    cooldownSeconds: 30,
    maxBytes: 524_288,
    maxKeys: 1000,
    now: Date.now,
    storage: undefined,
    allowInsecureLoopback: false,
  })
})

it('takes undefined for not given', () => {
  const { ttlSeconds, fetch } = checkJWKSCacheOptions({
    jwksUri,
    ttlSeconds: undefined,
    fetch: undefined,
    issuer: undefined,
    storage: undefined,
  })
  expect([ttlSeconds, typeof fetch]).toEqual([3600, 'function'])
})

it('calls the global fetch of the moment, so that it can be replaced', async () => {
  nock('https://issuer.example').get('/jwks').reply(200, 'replaced')
  const { fetch } = checkJWKSCacheOptions({ jwksUri })
  expect(await (await fetch(jwksUri)).text()).toBe('replaced')
  nock.restore()
})

describe('where the keys are asked from', () => {
  it.each([
    ['the jwksUri', { jwksUri }, { kind: 'jwksUri', url: jwksUri }],
    ['the jwksUri as a URL', { jwksUri: new URL(jwksUri) }, { kind: 'jwksUri', url: jwksUri }],
    ['the jwksUri, beside an issuer', { jwksUri, issuer: 'https://a.example' }, { kind: 'jwksUri', url: jwksUri }],
    ['the issuer, exactly as written', { issuer: 'https://A.example/t/' }, { kind: 'issuer', url: 'https://A.example/t/' }],
    [
      'the issuer, beside a baseUrl',
      { issuer: 'https://a.example', baseUrl: 'https://b.example' },
      { kind: 'issuer', url: 'https://a.example' },
    ],
    ['the baseUrl', { baseUrl: 'https://b.example' }, { kind: 'issuer', url: 'https://b.example' }],
    [
      'loopback, when allowed',
      { jwksUri: 'http://127.0.0.1/jwks', allowInsecureLoopback: true },
      { kind: 'jwksUri', url: 'http://127.0.0.1/jwks' },
    ],
  ])('%s', (_, options, source) => {
    expect(checkJWKSCacheOptions(options).source).toEqual(source)
  })
})

it.each([
  ['options', undefined],
  ['options', 'https://issuer.example/jwks'],
  ['jwksUri', {}],
  ['jwksUri', { jwksUri: 'http://issuer.example/jwks' }],
  ['jwksUri', { jwksUri: 'http://127.0.0.1/jwks' }],
  ['jwksUri', { jwksUri: '/jwks' }],
  ['jwksUri', { jwksUri: 5 }],
  ['issuer', { issuer: 'http://issuer.example' }],
  ['issuer', { issuer: 'https://issuer.example?x' }],
  ['ttlSeconds', { jwksUri, ttlSeconds: 0 }],
  ['ttlSeconds', { jwksUri, ttlSeconds: Number.POSITIVE_INFINITY }],
  ['ttlSeconds', { jwksUri, ttlSeconds: '60' }],
  ['refreshAheadSeconds', { jwksUri, refreshAheadSeconds: -1 }],
  ['httpTimeoutSeconds', { jwksUri, httpTimeoutSeconds: 0 }],
  ['httpTimeoutSeconds', { jwksUri, httpTimeoutSeconds: Number.NaN }],
  ['staleIfErrorSeconds', { jwksUri, staleIfErrorSeconds: Number.POSITIVE_INFINITY }],
  ['cooldownSeconds', { jwksUri, cooldownSeconds: -1 }],
  ['maxBytes', { jwksUri, maxBytes: 0.5 }],
  ['maxKeys', { jwksUri, maxKeys: 0 }],
  ['fetch', { jwksUri, fetch: {} }],
  ['now', { jwksUri, now: 0 }],
  ['monotonicNow', { jwksUri, monotonicNow: 0 }],
  ['onEvent', { jwksUri, onEvent: 'log' }],
  ['storage', { jwksUri, storage: 'redis' }],
  ['allowInsecureLoopback', { jwksUri, allowInsecureLoopback: 1 }],
])('names the option %s when it is %j', (option, options) => {
  expect(() => checkJWKSCacheOptions(options as never)).toThrow(InvalidConfigError)
  expect(() => checkJWKSCacheOptions(options as never)).toThrow(expect.objectContaining({ details: { option } }))
})
