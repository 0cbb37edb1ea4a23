import { InvalidConfigError, ProtocolError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { discoverProtectedResource, type DiscoverProtectedResourceOptions } from './discover-protected-resource.ts'

const api = 'https://api.example.com/orders'
const server = { issuer: 'https://as.example.com', token_endpoint: 'https://as.example.com/token', jwks_uri: 'https://as.example.com/k' }

function discover(
  documents: Record<string, unknown> = {},
  options: DiscoverProtectedResourceOptions = {},
): { found: ReturnType<typeof discoverProtectedResource>; asked: string[] } {
  const asked: string[] = []
  const all: Record<string, unknown> = {
    'https://api.example.com/.well-known/oauth-protected-resource/orders': { resource: api, authorization_servers: [server.issuer] },
    'https://as.example.com/.well-known/openid-configuration': server,
    ...documents,
  }
  const fetch: typeof globalThis.fetch = async (input) => {
    const { url } = new Request(input)
    asked.push(url)
    return all[url] instanceof Response ? all[url] : all[url] ? Response.json(all[url]) : new Response(null, { status: 404 })
  }
  return { found: discoverProtectedResource(api, { fetch, ...options }), asked }
}

function refusal(challenge: string): Response {
  return new Response(null, { status: 401, headers: { 'www-authenticate': challenge } })
}

const own = 'https://api.example.com/.well-known/oauth-protected-resource/orders'

describe('discoverProtectedResource (RFC 9728, RFC 8414)', () => {
  it('goes from the API’s well-known place to the provider', async () => {
    const { found } = discover()
    expect(await found).toMatchObject({ resource: api, authorizationServers: [server.issuer], server, scopesSupported: [] })
  })

  it('goes where the challenge says, on the API’s own host', async () => {
    const place = 'https://api.example.com/metadata'
    const document = { resource: api, authorization_servers: [server.issuer], scopes_supported: ['a', 7] }
    const response = refusal(`Bearer error="invalid_token", resource_metadata="${place}"`)
    const { found, asked } = discover({ [place]: document }, { response })
    expect((await found).scopesSupported).toEqual(['a'])
    expect(asked[0]).toBe(place)
  })

  it.each([
    [
      'metadata of another API (RFC 9728 §3.3)',
      { [own]: { resource: 'https://api.example.com', authorization_servers: [server.issuer] } },
      {},
      'resource',
    ],
    ['metadata without a provider', { [own]: { resource: api } }, {}, 'authorization_servers'],
    ['providers that are no text', { [own]: { resource: api, authorization_servers: [7] } }, {}, 'authorization_servers'],
    ['a provider over http', { [own]: { resource: api, authorization_servers: ['http://as.example.com'] } }, {}, 'authorization_servers'],
    ['a cross-host challenge', {}, { response: refusal('Bearer resource_metadata="https://evil.example.com/m"') }, 'resource_metadata'],
    ['a challenge that says nothing', {}, { response: refusal('Bearer') }, 'resource_metadata'],
    [
      'CVE-2026-53513: a provider at a private address',
      { [own]: { resource: api, authorization_servers: ['https://169.254.169.254'] } },
      {},
      'private_address',
    ],
    [
      'CVE-2026-53513: an endpoint at a private address',
      { 'https://as.example.com/.well-known/openid-configuration': { ...server, token_endpoint: 'https://10.0.0.1/token' } },
      {},
      'private_address',
    ],
    [
      'CVE-2026-53513: an endpoint for client certificates at a private address',
      {
        'https://as.example.com/.well-known/openid-configuration': {
          ...server,
          mtls_endpoint_aliases: { token_endpoint: 'https://10.0.0.1/token' },
        },
      },
      {},
      'private_address',
    ],
  ])('refuses %s', async (_, documents, options, check) => {
    const { found, asked } = discover(documents, options)
    await expect(found).rejects.toMatchObject({ constructor: ProtocolError, details: { check } })
    expect(asked.some((url) => /evil|169\.254|10\.0\.0\.1|http:/.test(url))).toBe(false)
  })

  it('an issuer that its own metadata do not confirm is refused', async () => {
    const { found } = discover({
      'https://as.example.com/.well-known/openid-configuration': { ...server, issuer: 'https://other.example.com' },
    })
    await expect(found).rejects.toThrow(ProtocolError)
  })

  it('an API at a private address is asked only when that is allowed', async () => {
    const fetch = async (): Promise<Response> => Response.json({})
    await expect(discoverProtectedResource('https://10.0.0.1/', { fetch })).rejects.toMatchObject({ details: { check: 'private_address' } })
  })

  it('a redirect is not followed', async () => {
    const { found, asked } = discover({ [own]: new Response(null, { status: 302, headers: { location: 'https://10.0.0.1/' } }) })
    await expect(found).rejects.toThrow(ProtocolError)
    expect(asked).toHaveLength(1)
  })

  it('names a wrong argument', async () => {
    await expect(discoverProtectedResource('http://api.example.com')).rejects.toThrow(InvalidConfigError)
    await expect(discoverProtectedResource(api, { response: {} as never })).rejects.toMatchObject({ details: { option: 'response' } })
  })
})
