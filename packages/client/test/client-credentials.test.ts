import {
  CircuitOpenError,
  InvalidCredentialsError,
  isAuthPlatformError,
  ServerError,
  TokenInvalidError,
  ValidationError,
} from '@auth/core-errors'
import { type Issuer, startIssuer } from 'issuer'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AuthPlatformClient, type AuthPlatformConfig, clientSecretPost, privateKeyJwt } from '../src/index.ts'

const audience = 'https://api.example.com'
let issuer: Issuer

beforeAll(async () => {
  issuer = await startIssuer({ audience })
})
afterAll(() => issuer.close())
beforeEach(async () => {
  await issuer.fail('none')
  issuer.clearRequests()
})

function config(more: Partial<AuthPlatformConfig> = {}): AuthPlatformConfig {
  const { clientId, clientSecret } = issuer.clients.service
  return {
    baseUrl: issuer.issuer,
    clientId,
    clientSecret,
    audience,
    scopes: ['orders:read'],
    retryDelaySeconds: 0.001,
    allowInsecureLoopback: true,
    ...more,
  }
}

describe('client credentials, against a real provider', () => {
  it('gets a token and validates it', async () => {
    await using client = new AuthPlatformClient(config())
    const response = await client.clientCredentials()
    expect(response).toMatchObject({ tokenType: 'Bearer', scopes: ['orders:read'] })
    expect(response.expiresAt).toBeGreaterThan(Date.now() / 1000)
    expect(await client.validateToken(response.accessToken)).toMatchObject({ iss: issuer.issuer, aud: audience, scope: 'orders:read' })
  })

  it('authenticates by every method of its own', async () => {
    const { servicePost, serviceKey } = issuer.clients
    await using post = new AuthPlatformClient(
      config({ clientId: servicePost.clientId, clientSecret: servicePost.clientSecret, clientAuthentication: clientSecretPost() }),
    )
    expect(decodeJwt((await post.clientCredentials()).accessToken)['client_id']).toBe(servicePost.clientId)
    await using jwt = new AuthPlatformClient(
      config({ clientId: serviceKey.clientId, clientSecret: undefined, clientAuthentication: privateKeyJwt(serviceKey.privateKey) }),
    )
    expect(decodeJwt((await jwt.clientCredentials()).accessToken)['client_id']).toBe(serviceKey.clientId)
  })

  it('keeps its own token until shortly before its expiry; a hundred callers share one request', async () => {
    let movedSeconds = 0
    await using client = new AuthPlatformClient(config({ now: () => Date.now() + movedSeconds * 1000, cache: { tokenBufferSeconds: 60 } }))
    const tokens = await Promise.all(Array.from({ length: 100 }, () => client.getAccessToken()))
    expect(new Set(tokens).size).toBe(1)
    expect(issuer.requestCount('token')).toBe(1)
    movedSeconds = 600 - 60 - 5
    expect(await client.getAccessToken()).toBe(tokens[0])
    movedSeconds = 600 - 60 + 1
    expect(await client.getAccessToken()).not.toBe(tokens[0])
    expect(issuer.requestCount('token')).toBe(2)
  })

  it('a caller whose deadline passes does not end the request of one with more time', async () => {
    const asked = Promise.withResolvers<void>()
    const barrier = Promise.withResolvers<void>()
    const slow: typeof fetch = async (url, init) => {
      if (init?.method === 'POST') {
        asked.resolve()
        await barrier.promise
      }
      return fetch(url, init)
    }
    await using client = new AuthPlatformClient(config({ fetch: slow, maxRetries: 0 }))
    const hasty = expect(client.getAccessToken({ deadlineSeconds: 0.2 })).rejects.toMatchObject({ code: 'NET_3002' })
    const patient = client.getAccessToken()
    await Promise.all([asked.promise, hasty])
    barrier.resolve()
    expect(await patient).toEqual(expect.any(String))
  })

  it('finds the endpoints once, and again after a failure', async () => {
    await issuer.fail('error', { endpoint: 'discovery' })
    await using client = new AuthPlatformClient(config({ maxRetries: 0 }))
    await expect(client.clientCredentials()).rejects.toSatisfy(isAuthPlatformError)
    await issuer.fail('none')
    issuer.clearRequests()
    await client.clientCredentials()
    await client.clientCredentials()
    expect(issuer.requestCount('discovery')).toBe(1)
  })

  it('a wrong secret and an API that the provider does not know are typed errors', async () => {
    await using wrong = new AuthPlatformClient(config({ clientSecret: 'not-the-secret-that-is-registered' }))
    await expect(wrong.clientCredentials()).rejects.toThrow(InvalidCredentialsError)
    await using client = new AuthPlatformClient(config())
    await expect(client.clientCredentials({ audience: 'https://unknown.example.com' })).rejects.toMatchObject({
      details: { oauthError: 'invalid_target' },
    })
  })

  it('repeats a failed request, each time with a new assertion', async () => {
    const { clientId, privateKey } = issuer.clients.serviceKey
    const jtis: unknown[] = []
    const failTwice: typeof fetch = async (url, init) => {
      if (init?.method !== 'POST') return fetch(url, init)
      const request = new Request(url, init)
      jtis.push(decodeJwt(new URLSearchParams(await request.clone().text()).get('client_assertion') ?? '').jti)
      return jtis.length < 3 ? new Response(null, { status: 503 }) : fetch(request)
    }
    await using client = new AuthPlatformClient(
      config({ clientId, clientSecret: undefined, clientAuthentication: privateKeyJwt(privateKey), fetch: failTwice }),
    )
    await client.clientCredentials()
    expect(new Set(jtis).size).toBe(3)
  })

  it('stops asking a provider that keeps failing', async () => {
    await using client = new AuthPlatformClient(config({ maxRetries: 0 }))
    await client.clientCredentials()
    await issuer.fail('error', { endpoint: 'token' })
    for (let call = 0; call < 5; call++) await expect(client.clientCredentials()).rejects.toThrow(ServerError)
    issuer.clearRequests()
    await expect(client.clientCredentials()).rejects.toThrow(CircuitOpenError)
    expect(issuer.requestCount('token')).toBe(0)
  })

  it('close() ends what is under way, and everything after it is refused', async () => {
    const client = new AuthPlatformClient(config())
    await client.getAccessToken()
    await issuer.fail('hang', { endpoint: 'token' })
    const pending = client.clientCredentials()
    const refused = expect(pending).rejects.toThrow(ValidationError)
    await client.close()
    await refused
    await expect(client.getAccessToken()).rejects.toThrow(ValidationError)
    await expect(client.validateToken('x')).rejects.toThrow(ValidationError)
    await client.close()
  })

  it('an answer with a bad token is refused with the check that it failed', async () => {
    await using client = new AuthPlatformClient(config())
    await expect(client.validateToken(await issuer.signAccessToken({ aud: 'https://other.example.com' }))).rejects.toMatchObject({
      details: { check: 'aud' },
    })
    for (const bad of [undefined, null, 7, '', 'x'.repeat(1_000_000)])
      await expect(client.validateToken(bad as never)).rejects.toThrow(TokenInvalidError)
  })
})

describe('a provider that publishes no metadata', () => {
  it('is asked at the usual places', async () => {
    const asked: string[] = []
    const transport: typeof fetch = async (url, init) => {
      const { pathname } = new URL(url instanceof Request ? url.url : url)
      asked.push(`${init?.method ?? 'GET'} ${pathname}`)
      return pathname === '/oauth/token'
        ? Response.json({ access_token: 't', token_type: 'Bearer', expires_in: 60 })
        : new Response(null, { status: 404 })
    }
    await using client = new AuthPlatformClient({
      baseUrl: 'https://as.example',
      clientId: 'web',
      clientSecret: 'secret',
      fetch: transport,
    })
    expect(await client.getAccessToken()).toBe('t')
    expect(asked.at(-1)).toBe('POST /oauth/token')
  })

  it('is asked for them again after five minutes: a 404 may have been a moment’s', async () => {
    let now = 0
    let isDown = true
    const asked: string[] = []
    const transport: typeof fetch = async (url, init) => {
      if (init?.method !== 'POST' && isDown) return new Response(null, { status: 404 })
      asked.push(new URL(url instanceof Request ? url.url : url).pathname)
      return fetch(url, init)
    }
    await using client = new AuthPlatformClient(config({ fetch: transport, monotonicNow: () => now }))
    await expect(client.clientCredentials()).rejects.toSatisfy(isAuthPlatformError)
    isDown = false
    now = 299_000
    await expect(client.clientCredentials()).rejects.toSatisfy(isAuthPlatformError)
    expect(new Set(asked)).toEqual(new Set(['/oauth/token']))
    now = 301_000
    expect(await client.clientCredentials()).toMatchObject({ tokenType: 'Bearer' })
    await client.clientCredentials()
    expect(asked.filter((path) => path.startsWith('/.well-known'))).toHaveLength(1)
  })

  it('configured endpoints need no discovery', async () => {
    const asked: string[] = []
    const transport: typeof fetch = async (url) => {
      asked.push(url instanceof Request ? url.url : String(url))
      return Response.json({ access_token: 't', token_type: 'Bearer' })
    }
    const endpoints = { tokenEndpoint: 'https://as.example/t', jwksUri: 'https://as.example/k' }
    await using client = new AuthPlatformClient({
      baseUrl: 'https://as.example',
      clientId: 'web',
      clientSecret: 'secret',
      fetch: transport,
      endpoints,
    })
    await client.clientCredentials()
    expect(asked).toEqual(['https://as.example/t'])
  })
})
