import { AccessDeniedError, AuthorizationExpiredError, InvalidConfigError, InvalidGrantError } from '@auth/core-errors'
import { clientCertificateHeader, demoCertificate, type Issuer, startIssuer } from 'issuer'
import { decodeJwt, importJWK, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  AuthPlatformClient,
  type AuthPlatformConfig,
  clientSecretJwt,
  discoverProtectedResource,
  type PollProgress,
  privateKeyJwt,
  tlsClientAuth,
} from '../src/index.ts'
import { Browser } from './browser.ts'

const audience = 'https://api.example.com'
let issuer: Issuer

beforeAll(async () => {
  issuer = await startIssuer({ audience, resources: [{ identifier: 'https://other.example.com' }] })
})
afterAll(() => issuer.close())
afterEach(async () => {
  await issuer.fail('none')
  issuer.setDPoPNonce('optional')
  issuer.clearRequests()
})

type ClientName = keyof Issuer['clients']

function config(name: ClientName, more: Partial<AuthPlatformConfig> = {}): AuthPlatformConfig {
  const { clientId, clientSecret } = issuer.clients[name]
  const scopes = ['orders:read']
  return {
    baseUrl: issuer.issuer,
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    audience,
    scopes,
    retryDelaySeconds: 0.001,
    allowInsecureLoopback: true,
    ...more,
  }
}

const idOf = (token: string): unknown => decodeJwt(token)['client_id']

describe('client authentication at a real provider', () => {
  it('client_secret_jwt', async () => {
    await using client = new AuthPlatformClient(config('serviceSecretJwt', { clientAuthentication: clientSecretJwt() }))
    expect(idOf(await client.getAccessToken())).toBe(issuer.clients.serviceSecretJwt.clientId)
  })

  it('tls_client_auth: the certificate is the transport’s', async () => {
    const withCertificate: typeof fetch = (url, init) => {
      const headers = new Headers(init?.headers)
      headers.set(clientCertificateHeader, `:${demoCertificate}:`)
      return fetch(url, { ...init, headers })
    }
    await using client = new AuthPlatformClient(config('serviceTls', { clientAuthentication: tlsClientAuth(), fetch: withCertificate }))
    expect(decodeJwt(await client.getAccessToken())['cnf']).toEqual({ 'x5t#S256': expect.any(String) })
  })
})

describe('DPoP at a real provider', () => {
  it('binds the token to the key, and answers a demand for a nonce once', async () => {
    issuer.setDPoPNonce('required')
    await using client = new AuthPlatformClient(config('service', { dpop: { enabled: true } }))
    const first = await client.clientCredentials()
    expect(issuer.requestCount('token')).toBe(2)
    const second = await client.clientCredentials()
    expect(issuer.requestCount('token')).toBe(3)
    expect(first.tokenType).toBe('DPoP')
    expect(decodeJwt(first.accessToken)['cnf']).toEqual(decodeJwt(second.accessToken)['cnf'])
  })
})

describe('exchanges at a real provider', () => {
  async function assertion(sub: string): Promise<string> {
    const { clientId, privateKey } = issuer.clients.serviceKey
    return new SignJWT({ sub, jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(clientId)
      .setAudience(issuer.issuer)
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(await importJWK(privateKey, 'ES256'))
  }

  it('a JWT assertion becomes a token (RFC 7523), and that one a token of another API (RFC 8693)', async () => {
    const { privateKey } = issuer.clients.serviceKey
    await using vouching = new AuthPlatformClient(
      config('serviceKey', { clientSecret: undefined, clientAuthentication: privateKeyJwt(privateKey) }),
    )
    const [ada] = issuer.users
    const { accessToken } = await vouching.jwtBearer({ assertion: await assertion(ada.id) })
    expect(decodeJwt(accessToken)).toMatchObject({ sub: ada.id, aud: audience })
    await using service = new AuthPlatformClient(config('service'))
    const exchanged = await service.exchangeToken({ subjectToken: accessToken, audience: 'https://other.example.com' })
    expect(decodeJwt(exchanged.accessToken)).toMatchObject({ sub: ada.id, aud: 'https://other.example.com' })
    await expect(vouching.jwtBearer({ assertion: await assertion('nobody') })).rejects.toThrow(InvalidGrantError)
  })

  it('a registration makes a client that can be used at once (RFC 7591)', async () => {
    await using registrar = new AuthPlatformClient(config('service'))
    const metadata = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }
    const { clientId, clientSecret } = await registrar.registerClient(metadata)
    await using client = new AuthPlatformClient(config('service', { clientId, clientSecret }))
    expect(idOf(await client.getAccessToken())).toBe(clientId)
  })
})

interface Clock {
  readonly now: () => number
  readonly wait: (seconds: number, signal: AbortSignal) => Promise<void>
  readonly waits: number[]
}

/** A clock that only a wait moves; while somebody waits, a person may do something. */
function createClock(meanwhile: (wait: number) => Promise<unknown> = async () => undefined): Clock {
  const waits: number[] = []
  const startedAt = Date.now()
  let moved = 0
  return {
    waits,
    now: () => startedAt + moved * 1000,
    async wait(seconds, signal) {
      signal.throwIfAborted()
      moved += seconds
      await meanwhile(waits.push(seconds))
    },
  }
}

describe('a device at a real provider (RFC 8628)', () => {
  it('asks again while the person signs in, tells its progress, and gets tokens', async () => {
    const connect = (): Promise<string> => new Browser(issuer.issuer).connectDevice(authorization.verificationUriComplete!, issuer.users[0])
    const { now, wait, waits } = createClock(async (nth) => nth === 3 && connect())
    await using client = new AuthPlatformClient(config('device', { wait, scopes: ['openid', 'orders:read'] }))
    const authorization = await client.startDeviceAuthorization()
    expect(authorization).toMatchObject({ userCode: expect.any(String), intervalSeconds: 5, scopes: ['openid', 'orders:read'] })
    expect(authorization.expiresAt).toBeGreaterThan(now() / 1000)
    const progress: PollProgress[] = []
    const tokens = await client.pollDeviceToken(authorization, { onProgress: (event) => progress.push(event) })
    expect(tokens.idTokenClaims).toMatchObject({ sub: issuer.users[0].id, aud: issuer.clients.device.clientId })
    expect(waits).toEqual([5, 5, 5])
    expect(progress).toMatchObject([
      { type: 'pending', attempt: 1, intervalSeconds: 5 },
      { type: 'pending', attempt: 2, intervalSeconds: 5 },
    ])
  })
})

describe('consent on another device at a real provider (CIBA)', () => {
  async function start(client: AuthPlatformClient): ReturnType<AuthPlatformClient['startBackchannelAuthentication']> {
    return client.startBackchannelAuthentication({ loginHint: 'ada', bindingMessage: 'order 7' })
  }

  it('asks again while the person thinks, and gets tokens once they have approved', async () => {
    const { wait, waits } = createClock(async (nth) => nth === 3 && issuer.phone.answer(authentication.authReqId, 'approve'))
    await using client = new AuthPlatformClient(config('callCenter', { wait }))
    const authentication = await start(client)
    expect((await client.pollBackchannelToken(authentication)).idTokenClaims).toMatchObject({ sub: issuer.users[0].id })
    expect(waits).toHaveLength(3)
  })

  it('a person who refuses is told as such', async () => {
    const { wait } = createClock()
    await using client = new AuthPlatformClient(config('callCenter', { wait }))
    const authentication = await start(client)
    await issuer.phone.answer(authentication.authReqId, 'deny')
    await expect(client.pollBackchannelToken(authentication)).rejects.toThrow(AccessDeniedError)
  })

  it('a person who does not answer ends the wait at the expiry', async () => {
    const { now, wait } = createClock()
    await using client = new AuthPlatformClient(config('callCenter', { now, wait }))
    const authentication = { ...(await start(client)), expiresAt: now() / 1000 + 12 }
    await expect(client.pollBackchannelToken(authentication)).rejects.toThrow(AuthorizationExpiredError)
    expect(issuer.requestCount('token')).toBe(2)
  })

  it('the wait goes on through an outage, and ends with the caller’s signal', async () => {
    const { wait } = createClock()
    const controller = new AbortController()
    await using client = new AuthPlatformClient(config('callCenter', { wait, circuitBreaker: false }))
    const authentication = await start(client)
    await issuer.fail('error', { endpoint: 'token' })
    const types: string[] = []
    const polling = client.pollBackchannelToken(authentication, {
      signal: controller.signal,
      onProgress({ type, attempt }) {
        types.push(type)
        if (attempt === 3) controller.abort(new Error('enough'))
      },
    })
    await expect(polling).rejects.toThrow('enough')
    expect(types).toEqual(['outage', 'outage', 'outage'])
  })

  it('needs exactly one hint', async () => {
    await using client = new AuthPlatformClient(config('callCenter'))
    await expect(client.startBackchannelAuthentication({})).rejects.toThrow(InvalidConfigError)
    await expect(client.startBackchannelAuthentication({ loginHint: 'a', idTokenHint: 'b' })).rejects.toThrow(InvalidConfigError)
  })
})

describe('from an API to its provider', () => {
  it('a challenge leads to the API’s metadata, and those to the real provider’s (RFC 9728, RFC 8414)', async () => {
    const api = 'http://127.0.0.1:9/orders'
    const metadata = 'http://127.0.0.1:9/.well-known/oauth-protected-resource/orders'
    const transport: typeof fetch = async (url, init) =>
      new Request(url).url.startsWith(issuer.issuer)
        ? fetch(url, init)
        : Response.json({ resource: api, authorization_servers: [issuer.issuer] })
    const response = new Response(null, { status: 401, headers: { 'www-authenticate': `Bearer resource_metadata="${metadata}"` } })
    const found = await discoverProtectedResource(api, {
      response,
      fetch: transport,
      allowPrivateAddresses: true,
      allowInsecureLoopback: true,
    })
    expect(found).toMatchObject({ resource: api, server: { issuer: issuer.issuer, token_endpoint: `${issuer.issuer}/token` } })
  })
})
