import { InvalidConfigError, ProtocolError, ServiceUnavailableError, TimeoutError } from '@auth/core-errors'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fetchServerMetadata } from './fetch-server-metadata.ts'

const issuer = 'https://issuer.example/tenant'
const oidc = '/tenant/.well-known/openid-configuration'
const oauth2 = '/.well-known/oauth-authorization-server/tenant'
const metadata = { issuer, token_endpoint: 'https://issuer.example/token', jwks_uri: 'https://issuer.example/jwks' }
const provider = (): nock.Scope => nock('https://issuer.example')

beforeAll(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())
afterAll(() => nock.restore())

it('reads the OpenID document, and gives it as it is published', async () => {
  provider().get(oidc).reply(200, metadata)
  expect(await fetchServerMetadata(issuer)).toEqual(metadata)
})

it('reads the OAuth document where the first is not found (404)', async () => {
  const scope = provider().get(oidc).reply(404).get(oauth2).reply(200, metadata)
  expect(await fetchServerMetadata(issuer)).toEqual(metadata)
  expect(scope.isDone()).toBe(true)
})

it.each([
  ['oidc', oidc],
  ['oauth2', oauth2],
] as const)('with algorithm %s reads that document alone', async (algorithm, path) => {
  provider().get(path).reply(404)
  await expect(fetchServerMetadata(issuer, { algorithm })).rejects.toMatchObject({ details: { statusCode: 404 } })
  provider().get(path).reply(200, metadata)
  expect(await fetchServerMetadata(issuer, { algorithm })).toEqual(metadata)
})

it('says 404 when neither document is there, so that the caller can fall back', async () => {
  provider().get(oidc).reply(404).get(oauth2).reply(404)
  const refusal = fetchServerMetadata(issuer)
  await expect(refusal).rejects.toThrow(ProtocolError)
  await expect(refusal).rejects.toMatchObject({ statusCode: 404, details: { statusCode: 404 } })
})

it.each([400, 401, 403, 410, 500, 503])('an answer of %i does not lead to the second document, nor to a 401', async (status) => {
  const second = nock('https://issuer.example').get(oauth2).reply(200, metadata)
  provider().get(oidc).reply(status)
  await expect(fetchServerMetadata(issuer)).rejects.toMatchObject({
    statusCode: status,
    httpStatus: expect.toSatisfy((value) => value > 500),
  })
  expect(second.isDone()).toBe(false)
})

describe('RFC 8414 §3.3, OIDC Discovery 4.3: metadata issuer identical to the one asked for', () => {
  it.each([
    'https://issuer.example/tenant/',
    'https://issuer.example',
    'https://ISSUER.example/tenant',
    'https://issuer.example:443/tenant',
    'https://other.example/tenant',
    '',
    null,
    ['https://issuer.example/tenant'],
    undefined,
  ])('%j: throws, and makes no further call', async (published) => {
    const second = provider().get(oauth2).reply(200, metadata)
    provider()
      .get(oidc)
      .reply(200, { ...metadata, issuer: published })
    await expect(fetchServerMetadata(issuer)).rejects.toMatchObject({ name: 'ProtocolError', details: { member: 'issuer' } })
    expect(second.isDone()).toBe(false)
  })

  it('a slash at the end of the configured issuer is part of it', async () => {
    nock('https://issuer.example').get(oidc).twice().reply(200, metadata)
    await expect(fetchServerMetadata(`${issuer}/`)).rejects.toThrow(ProtocolError)
    expect(await fetchServerMetadata(issuer)).toEqual(metadata)
  })
})

it.each(['<html>', '', 'null', '[]', '1'])('refuses the body %j', async (body) => {
  provider().get(oidc).reply(200, body)
  await expect(fetchServerMetadata(issuer)).rejects.toThrow(ProtocolError)
})

it('OAuth 2.1: refuses an endpoint that is not https', async () => {
  provider()
    .get(oidc)
    .reply(200, { ...metadata, token_endpoint: 'http://issuer.example/token' })
  await expect(fetchServerMetadata(issuer)).rejects.toMatchObject({ name: 'ProtocolError', details: { member: 'token_endpoint' } })
})

it('works with an issuer on loopback when that is allowed, endpoints and all', async () => {
  const local = 'http://127.0.0.1:3000'
  const published = { issuer: local, token_endpoint: `${local}/token` }
  const fetch = async (): Promise<Response> => Response.json(published)
  expect(await fetchServerMetadata(local, { fetch, allowInsecureLoopback: true })).toEqual(published)
  await expect(fetchServerMetadata(local, { fetch })).rejects.toThrow(InvalidConfigError)
})

it('tells when to come back after an outage', async () => {
  provider().get(oidc).reply(503, '', { 'retry-after': '7' })
  const refusal = fetchServerMetadata(issuer)
  await expect(refusal).rejects.toThrow(ServiceUnavailableError)
  await expect(refusal).rejects.toMatchObject({ retryAfterSeconds: 7 })
})

it('ends at its deadline, at its cap, and when the caller says so', async () => {
  const hang: typeof globalThis.fetch = () => new Promise(() => undefined)
  await expect(fetchServerMetadata(issuer, { fetch: hang, timeoutSeconds: 0.01 })).rejects.toThrow(TimeoutError)
  const big = async (): Promise<Response> => Response.json({ ...metadata, more: 'x'.repeat(1000) })
  await expect(fetchServerMetadata(issuer, { fetch: big, maxBytes: 1000 })).rejects.toThrow(ProtocolError)
  const reason = new Error('not wanted any more')
  await expect(fetchServerMetadata(issuer, { fetch: hang, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})

it('keeps nothing: each call asks', async () => {
  let hits = 0
  const fetch = async (): Promise<Response> => {
    hits += 1
    return Response.json(metadata)
  }
  await fetchServerMetadata(issuer, { fetch })
  await fetchServerMetadata(issuer, { fetch })
  expect(hits).toBe(2)
})

it.each([
  ['issuer', 'http://issuer.example', {}],
  ['issuer', undefined, {}],
  ['algorithm', issuer, { algorithm: 'saml' }],
  ['fetch', issuer, { fetch: 'fetch' }],
  ['timeoutSeconds', issuer, { timeoutSeconds: 0 }],
  ['maxBytes', issuer, { maxBytes: 0 }],
  ['now', issuer, { now: 5 }],
  ['allowInsecureLoopback', issuer, { allowInsecureLoopback: 'yes' }],
  ['options', issuer, 5],
])('names the argument %s when it is wrong', async (option, given, options) => {
  await expect(fetchServerMetadata(given as string, options as never)).rejects.toMatchObject({
    name: 'InvalidConfigError',
    details: { option },
  })
})
