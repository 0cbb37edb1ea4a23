import { describe, expect, it } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import { TestProvider } from '../../test/test-provider.ts'
import { createKeySource, type KeySource } from './create-key-source.ts'
import { checkJWKSCacheOptions, type JWKSCacheOptions } from './jwks-cache-options.ts'

const issuer = 'https://issuer.example'
const { signal } = new AbortController()
const ask = (source: KeySource, etag?: string): ReturnType<KeySource['fetchKeys']> =>
  source.fetchKeys({ validator: etag ? { jwksUri: `${issuer}/jwks`, etag } : undefined, signal })

function start(options: JWKSCacheOptions = {}): { provider: TestProvider; source: KeySource; paths: () => readonly string[] } {
  const provider = new TestProvider({ ...publicKeys.rsa, kid: 'a' })
  const source = createKeySource(checkJWKSCacheOptions(provider.toOptions(options)))
  return { provider, source, paths: () => provider.requests.map(({ url }) => new URL(url).pathname) }
}

/** Answers for the metadata too. */
function publishMetadata(provider: TestProvider, metadata: object): void {
  provider.answer = ({ url }) => (url.includes('.well-known') ? Response.json(metadata) : provider.publish())
}

it('gives what is published, its max-age, and what to confirm it by', async () => {
  const { provider, source } = start()
  provider.headers = { 'cache-control': 'max-age=60', etag: 'W/"1"' }
  expect(await ask(source)).toEqual({
    kind: 'published',
    jwks: { keys: provider.keys },
    maxAgeSeconds: 60,
    validator: { jwksUri: provider.jwksUri, etag: 'W/"1"' },
  })
})

describe('ETag', () => {
  it('makes the request conditional, and a 304 means unchanged', async () => {
    const { provider, source } = start()
    provider.answer = ({ headers }) =>
      new Response(null, { status: 304, headers: { 'cache-control': `max-age=${headers.get('if-none-match')?.length}` } })
    expect(await ask(source, '"1"')).toEqual({ kind: 'unchanged', maxAgeSeconds: 3, validator: { jwksUri: provider.jwksUri, etag: '"1"' } })
  })

  it('of another URL is not sent', async () => {
    const { provider, source } = start()
    await source.fetchKeys({ validator: { jwksUri: 'https://other.example/jwks', etag: '"1"' }, signal })
    expect(provider.requests[0]!.headers.has('if-none-match')).toBe(false)
  })

  it('a 304 that nobody asked for is an error', async () => {
    const { provider, source } = start()
    provider.answer = () => new Response(null, { status: 304 })
    await expect(ask(source)).rejects.toMatchObject({ name: 'ProtocolError', statusCode: 304 })
  })
})

describe('with an issuer', () => {
  const withIssuer = { jwksUri: undefined, issuer, ttlSeconds: 100 }
  const metadata = { issuer, jwks_uri: `${issuer}/jwks` }
  const found = '/.well-known/openid-configuration'

  it('the jwks_uri is found in its metadata, and kept for the TTL', async () => {
    const { provider, source, paths } = start(withIssuer)
    publishMetadata(provider, metadata)
    await ask(source)
    provider.clock.advance(99)
    await ask(source)
    expect(paths()).toEqual([found, '/jwks', '/jwks'])
    provider.clock.advance(1)
    await ask(source)
    expect(paths().slice(3)).toEqual([found, '/jwks'])
  })

  it('it is looked for again after a request for the keys failed: it may have moved', async () => {
    const { provider, source, paths } = start(withIssuer)
    publishMetadata(provider, metadata)
    await ask(source)
    provider.goDown(404)
    await ask(source).catch(() => undefined)
    publishMetadata(provider, { issuer, jwks_uri: `${issuer}/moved` })
    await ask(source)
    expect(paths().slice(2)).toEqual(['/jwks', found, '/moved'])
  })

  it('and after forgetMetadata()', async () => {
    const { provider, source, paths } = start(withIssuer)
    publishMetadata(provider, metadata)
    await ask(source)
    source.forgetMetadata()
    await ask(source)
    expect(paths()).toEqual([found, '/jwks', found, '/jwks'])
  })

  it.each([
    ['another issuer', { ...metadata, issuer: 'https://evil.example' }, 'issuer'],
    ['an issuer with a slash', { ...metadata, issuer: `${issuer}/` }, 'issuer'],
    ['no jwks_uri', { issuer }, 'jwks_uri'],
    ['a jwks_uri over http', { issuer, jwks_uri: 'http://issuer.example/jwks' }, 'jwks_uri'],
    ['a jwks_uri on loopback', { issuer, jwks_uri: 'http://127.0.0.1/jwks' }, 'jwks_uri'],
  ])('metadata with %s are refused, and no further call is made', async (_, published, member) => {
    const { provider, source } = start(withIssuer)
    publishMetadata(provider, published)
    await expect(ask(source)).rejects.toMatchObject({ name: 'ProtocolError', details: { member } })
    expect(provider.hits).toBe(1)
  })
})

it('tells the transport no more than it needs: events of HTTP are not events of keys', async () => {
  const heard: unknown[] = []
  const { source } = start({ onEvent: (event) => heard.push(event) })
  await ask(source)
  expect(heard).toEqual([])
})
