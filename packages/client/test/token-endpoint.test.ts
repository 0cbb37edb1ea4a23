import { InvalidConfigError, ProtocolError, TimeoutError, TokenRefreshError } from '@auth/core-errors'
import { decodeJwt, generateKeyPair } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import { AuthPlatformClient, type AuthPlatformConfig, clientSecretBasic, clientSecretJwt, privateKeyJwt } from '../src/index.ts'
import { HostileProvider } from './hostile-provider.ts'

let provider: HostileProvider

beforeEach(async () => {
  provider = await HostileProvider.create()
})

function client(more: Partial<AuthPlatformConfig> = {}): AuthPlatformClient {
  return new AuthPlatformClient(provider.config({ retryDelaySeconds: 0, circuitBreaker: false, ...more }))
}

/** A connection that breaks after the request was sent, or was never made. */
const failures = {
  reset: (): Promise<never> => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) })),
  refused: (): Promise<never> =>
    Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })),
  status503: async (): Promise<Response> => new Response(null, { status: 503 }),
  lostInBody: async (): Promise<Response> =>
    new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) }), { status: 200 }),
}

const code = { code: 'c', codeVerifier: 'v'.repeat(43) }
const calls: Readonly<Record<string, (client: AuthPlatformClient) => Promise<unknown>>> = {
  client_credentials: (it) => it.clientCredentials(),
  authorization_code: (it) => it.exchangeCode(code),
  refresh_token: (it) => it.refreshToken('rt'),
  'token-exchange': (it) => it.exchangeToken({ subjectToken: 'st' }),
  'jwt-bearer': (it) => it.jwtBearer({ assertion: 'a' }),
  ciba: (it) => it.startBackchannelAuthentication({ loginHint: 'ada' }),
  device: (it) => it.startDeviceAuthorization(),
  revocation: (it) => it.revokeToken('t'),
  introspection: (it) => it.introspectToken('t'),
}
const pathByCall: Readonly<Record<string, string>> = {
  ciba: '/ciba',
  device: '/device',
  revocation: '/revoke',
  introspection: '/introspect',
}

describe('a request that fails is repeated by the rule of its grant', () => {
  it.each([
    ['client_credentials', 3, 3, 3, 3],
    ['authorization_code', 1, 1, 1, 3],
    ['refresh_token', 1, 1, 1, 3],
    ['token-exchange', 1, 1, 1, 3],
    ['jwt-bearer', 1, 1, 1, 3],
    ['ciba', 1, 1, 1, 3],
    ['device', 3, 3, 3, 3],
    ['revocation', 3, 3, 3, 3],
    ['introspection', 3, 3, 3, 3],
  ])('%s: %i requests after a reset, %i after a lost answer, %i after a 503, %i when never sent', async (name, ...expected) => {
    const path = pathByCall[name] ?? '/token'
    const counts: number[] = []
    for (const failure of [failures.reset, failures.lostInBody, failures.status503, failures.refused]) {
      provider.seen.length = 0
      provider.on(path, failure)
      await using subject = client({ maxRetries: 2 })
      await expect(calls[name]!(subject)).rejects.toMatchObject({ retryable: true })
      counts.push(provider.count(path))
    }
    expect(counts).toEqual(expected)
  })

  it('a refresh is repeated once, with the same refresh token, only when the configuration says so', async () => {
    provider.on('/token', failures.reset)
    await using subject = client({ maxRetries: 3, retryRefreshOnce: true })
    await expect(subject.refreshToken('rt')).rejects.toMatchObject({ constructor: TokenRefreshError, transient: true })
    expect(provider.seen.filter(({ url }) => url.pathname === '/token').map(({ form }) => form.get('refresh_token'))).toEqual(['rt', 'rt'])
  })

  it('a repetition has an assertion and a proof of its own; an assertion is for the issuer alone (RFC 7523)', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    provider.on('/token', failures.status503)
    const clientAuthentication = privateKeyJwt(privateKey, { algorithm: 'ES256' })
    await using subject = client({ maxRetries: 2, clientSecret: undefined, clientAuthentication, dpop: { enabled: true } })
    await expect(subject.clientCredentials()).rejects.toMatchObject({ code: 'SRV_5002' })
    const sent = provider.seen.filter(({ url }) => url.pathname === '/token')
    const assertions = sent.map(({ form }) => decodeJwt(form.get('client_assertion')!))
    expect(new Set(assertions.map(({ jti }) => jti)).size).toBe(3)
    expect(new Set(sent.map(({ headers }) => decodeJwt(headers.get('dpop')!).jti)).size).toBe(3)
    for (const { aud } of assertions) expect(aud).toBe(provider.issuer)
  })

  it('Retry-After past the deadline fails at once with the number', async () => {
    provider.on('/token', () => new Response(null, { status: 429, headers: { 'retry-after': '60' } }))
    await using subject = client({ maxRetries: 3 })
    await expect(subject.clientCredentials()).rejects.toMatchObject({ code: 'RATE_4001', retryAfterSeconds: 60 })
    expect(provider.count('/token')).toBe(1)
  })

  it('one deadline holds over discovery, the first request and the one with the nonce', async () => {
    let now = 0
    provider.on('/token', () => {
      now += 700
      return Response.json({ error: 'use_dpop_nonce' }, { status: 400, headers: { 'dpop-nonce': 'n' } })
    })
    await using subject = client({ dpop: { enabled: true }, monotonicNow: () => now })
    const call = subject.clientCredentials({}, { deadlineSeconds: 0.5, correlationId: 'c-1' })
    await expect(call).rejects.toMatchObject({ constructor: TimeoutError, correlationId: 'c-1' })
  })

  it('a discovery that hangs ends at the deadline of the call that waits for it', async () => {
    provider.on('/.well-known/openid-configuration', () => new Promise(() => {}))
    await using subject = client()
    await expect(subject.clientCredentials({}, { deadlineSeconds: 0.02 })).rejects.toMatchObject({
      constructor: TimeoutError,
      timeoutSeconds: 0.02,
    })
  })

  it('the caller’s signal ends a call with its reason, and leaves others alone', async () => {
    const controller = new AbortController()
    const { promise, resolve } = Promise.withResolvers<void>()
    provider.on('/token', async () => {
      await promise
      return provider.tokens()
    })
    await using subject = client()
    const [left, stayed] = [subject.getAccessToken({ signal: controller.signal }), subject.getAccessToken()]
    const refused = expect(left).rejects.toThrow('no more')
    controller.abort(new Error('no more'))
    await refused
    resolve()
    expect(await stayed).toBe('at')
    expect(provider.count('/token')).toBe(1)
  })
})

describe('one way to authenticate per request (RFC 6749 §2.3)', () => {
  it('a secret beside a method without one is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    const clientAuthentication = privateKeyJwt(privateKey, { algorithm: 'ES256' })
    expect(() => client({ clientAuthentication })).toThrow(InvalidConfigError)
    expect(() => client({ clientAuthentication: clientSecretBasic(), clientSecret: undefined })).toThrow(InvalidConfigError)
  })

  it('a secret too short for its HMAC is refused (RFC 7518 §3.2)', async () => {
    await using subject = client({ clientSecret: 'short', clientAuthentication: clientSecretJwt() })
    await expect(subject.clientCredentials()).rejects.toMatchObject({
      constructor: InvalidConfigError,
      details: { option: 'clientSecret' },
    })
    expect(provider.count('/token')).toBe(0)
  })
})

describe('arguments of the wrong kind', () => {
  const wrong = null as never

  it.each<[string, (it: AuthPlatformClient) => Promise<unknown>]>([
    ['clientCredentials', (it) => it.clientCredentials(wrong)],
    ['clientCredentials options', (it) => it.clientCredentials({}, wrong)],
    ['getAccessToken', (it) => it.getAccessToken(wrong)],
    ['exchangeCode', (it) => it.exchangeCode(wrong)],
    ['refreshToken', (it) => it.refreshToken(wrong)],
    ['refreshToken parameters', (it) => it.refreshToken('rt', wrong)],
    ['revokeToken', (it) => it.revokeToken(wrong)],
    ['revokeToken options', (it) => it.revokeToken('t', wrong)],
    ['introspectToken', (it) => it.introspectToken('t', wrong)],
    ['userInfo', (it) => it.userInfo('t', wrong)],
    ['userInfo token', (it) => it.userInfo(wrong, { subject: null })],
    ['pushAuthorizationRequest options', (it) => it.pushAuthorizationRequest({}, wrong)],
    ['buildAuthorizationUrl', (it) => it.authorization.buildAuthorizationUrl(wrong)],
    ['startDeviceAuthorization', (it) => it.startDeviceAuthorization(wrong)],
    ['pollDeviceToken', (it) => it.pollDeviceToken(wrong)],
    ['startBackchannelAuthentication', (it) => it.startBackchannelAuthentication(wrong)],
    ['pollBackchannelToken', (it) => it.pollBackchannelToken(wrong)],
    ['exchangeToken', (it) => it.exchangeToken(wrong)],
    ['jwtBearer', (it) => it.jwtBearer(wrong)],
    ['createLogoutUrl', (it) => it.createLogoutUrl(wrong)],
    ['registerClient', (it) => it.registerClient(wrong)],
    ['registerClient options', (it) => it.registerClient({}, wrong)],
    ['fetch', (it) => it.fetch('https://api.example', wrong)],
    ['forSession', async (it) => it.forSession(wrong)],
    ['save', (it) => it.forSession('s').save(wrong)],
  ])('%s names what is wrong', async (_, use) => {
    await using subject = client({ apiOrigins: ['https://api.example'] })
    await expect(use(subject)).rejects.toMatchObject({ constructor: InvalidConfigError, details: { option: expect.any(String) } })
  })
})

describe('the answer of the token endpoint', () => {
  it('token_type in another case, no expires_in, unknown members: taken', async () => {
    provider.on('/token', () => ({ access_token: 'at', token_type: 'bEARER', surprise: true }))
    await using subject = client()
    const tokens = await subject.clientCredentials()
    expect(tokens).toMatchObject({ accessToken: 'at', scopes: ['openid'] })
    expect(tokens).not.toHaveProperty('expiresAt')
  })

  it('a token of no known lifetime is asked for anew each time', async () => {
    provider.on('/token', () => ({ access_token: 'at', token_type: 'Bearer' }))
    await using subject = client()
    await subject.getAccessToken()
    await subject.getAccessToken()
    expect(provider.count('/token')).toBe(2)
  })

  it('fewer scopes than asked for are told', async () => {
    provider.on('/token', () => ({ access_token: 'at', token_type: 'Bearer', scope: 'a' }))
    await using subject = client()
    expect((await subject.clientCredentials({ scopes: ['a', 'b'] })).scopes).toEqual(['a'])
  })

  it('DPoP with DPoP in another case: taken; Bearer where DPoP was asked for: discarded (RFC 9449 §5)', async () => {
    await using subject = client({ dpop: { enabled: true } })
    provider.on('/token', () => ({ access_token: 'at', token_type: 'dpop' }))
    expect((await subject.clientCredentials()).tokenType).toBe('dpop')
    provider.on('/token', () => provider.tokens())
    await expect(subject.clientCredentials()).rejects.toMatchObject({ constructor: ProtocolError, details: { check: 'token_type' } })
  })

  it('DPoP where none was asked for: discarded', async () => {
    provider.on('/token', () => provider.tokens({ token_type: 'DPoP' }))
    await using subject = client()
    await expect(subject.clientCredentials()).rejects.toMatchObject({ details: { check: 'token_type' } })
  })

  it('an HTML 400 is a typed error, without its text', async () => {
    provider.on('/token', () => new Response('<html>secret</html>', { status: 400 }))
    await using subject = client()
    const error: unknown = await subject.clientCredentials().catch((refusal: unknown) => refusal)
    expect(error).toMatchObject({ code: 'VAL_2001', statusCode: 400 })
    expect(JSON.stringify(error)).not.toContain('secret')
  })

  it('a redirect is not followed: nothing reaches the other server', async () => {
    provider.on('/token', () => new Response(null, { status: 307, headers: { location: 'https://evil.example/token' } }))
    await using subject = client()
    await expect(subject.clientCredentials()).rejects.toThrow(ProtocolError)
    expect(provider.seen.some(({ url }) => url.hostname === 'evil.example')).toBe(false)
  })

  it('RFC 6749 §6: a new refresh token is the one to keep, and the old one when none comes', async () => {
    await using subject = client()
    provider.on('/token', () => provider.tokens({ id_token: undefined, refresh_token: 'new' }))
    expect((await subject.refreshToken('old')).refreshToken).toBe('new')
    provider.on('/token', () => provider.tokens({ id_token: undefined }))
    expect((await subject.refreshToken('old')).refreshToken).toBe('old')
  })

  it('a token exchange may issue what is no access token, and then no kind of one (RFC 8693 §2.2.1); nothing else may', async () => {
    const answer = { token_type: 'N_A', id_token: undefined, issued_token_type: 'urn:ietf:params:oauth:token-type:id_token' }
    provider.on('/token', () => provider.tokens(answer))
    await using subject = client({ dpop: { enabled: true } })
    expect((await subject.exchangeToken({ subjectToken: 't' })).tokenType).toBe('N_A')
    await expect(subject.clientCredentials()).rejects.toMatchObject({ details: { check: 'token_type' } })
    provider.on('/token', () => provider.tokens({ ...answer, issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' }))
    await expect(subject.exchangeToken({ subjectToken: 't' })).rejects.toMatchObject({ details: { check: 'token_type' } })
  })

  it('a token exchange must say what it issued (RFC 8693 §2.2.1)', async () => {
    await using subject = client()
    await expect(subject.exchangeToken({ subjectToken: 't' })).rejects.toMatchObject({ details: { check: 'issued_token_type' } })
  })
})

describe('DPoP nonces', () => {
  const demand = (nonce: string): Response => Response.json({ error: 'use_dpop_nonce' }, { status: 400, headers: { 'dpop-nonce': nonce } })

  it('a new nonce in every answer: one retry, then the error', async () => {
    let count = 0
    provider.on('/token', () => demand(`n${++count}`))
    await using subject = client({ dpop: { enabled: true }, maxRetries: 3 })
    await expect(subject.clientCredentials()).rejects.toMatchObject({ code: 'DPOP_6003', dpopNonce: 'n2' })
    expect(provider.count('/token')).toBe(2)
  })

  it('a 200 may carry the next nonce, which is used; without one the last is kept', async () => {
    const used: unknown[] = []
    provider.on('/token', async ({ headers }) => {
      used.push(decodeJwt(headers.get('dpop')!)['nonce'])
      const next = used.length === 1 ? { 'dpop-nonce': 'next' } : {}
      return Response.json(await provider.tokens({ token_type: 'DPoP' }), { headers: next })
    })
    await using subject = client({ dpop: { enabled: true } })
    for (let call = 0; call < 3; call++) await subject.clientCredentials()
    expect(used).toEqual([undefined, 'next', 'next'])
  })

  it('nonces are kept per origin: that of the provider never goes to the API', async () => {
    provider.on('/token', async () => Response.json(await provider.tokens({ token_type: 'DPoP' }), { headers: { 'dpop-nonce': 'as' } }))
    provider.on('/orders', () => ({ ok: true }))
    await using subject = client({ dpop: { enabled: true }, apiOrigins: ['https://api.example'] })
    await subject.fetch('https://api.example/orders')
    const proof = decodeJwt(provider.seen.at(-1)!.headers.get('dpop')!)
    expect(proof).toMatchObject({ htm: 'GET', htu: 'https://api.example/orders', ath: expect.any(String) })
    expect(proof).not.toHaveProperty('nonce')
  })

  it('a client that uses no DPoP does not answer a demand', async () => {
    provider.on('/token', () => demand('n'))
    await using subject = client()
    await expect(subject.clientCredentials()).rejects.toMatchObject({ code: 'DPOP_6003' })
    expect(provider.count('/token')).toBe(1)
  })
})

describe('slow_down (RFC 8628 §3.5)', () => {
  it('makes every wait from then on five seconds longer, and an outage twice as long', async () => {
    const answers: (() => Promise<Response>)[] = [
      async () => Response.json({ error: 'authorization_pending' }, { status: 400 }),
      async () => Response.json({ error: 'slow_down' }, { status: 400 }),
      async () => Response.json({ error: 'authorization_pending' }, { status: 400 }),
      failures.status503,
      async () => Response.json(await provider.tokens()),
    ]
    provider.on('/token', () => answers.shift()!())
    const waits: number[] = []
    await using subject = client({ wait: async (seconds) => void waits.push(seconds) })
    const authorization = {
      deviceCode: 'd',
      userCode: 'u',
      verificationUri: 'https://as.example/device',
      expiresAt: Date.now() / 1000 + 600,
      intervalSeconds: 3,
      scopes: [],
    }
    expect((await subject.pollDeviceToken(authorization)).accessToken).toBe('at')
    expect(waits).toEqual([3, 3, 8, 8, 16])
  })

  it('the default interval is five seconds, and an observer that throws does not end the wait', async () => {
    provider.on('/device', () => ({ device_code: 'd', user_code: 'u', verification_uri: 'https://as.example/d', expires_in: 60 }))
    let asked = 0
    provider.on('/token', async () =>
      ++asked === 1 ? Response.json({ error: 'authorization_pending' }, { status: 400 }) : Response.json(await provider.tokens()),
    )
    await using subject = client({ wait: async () => undefined })
    const authorization = await subject.startDeviceAuthorization()
    expect(authorization.intervalSeconds).toBe(5)
    const onProgress = (): void => {
      throw new Error('observer')
    }
    expect((await subject.pollDeviceToken(authorization, { onProgress })).accessToken).toBe('at')
    asked = 0
    const late = async (): Promise<never> => Promise.reject(new Error('late')) // an unhandled one would end the run
    expect((await subject.pollDeviceToken(authorization, { onProgress: late })).accessToken).toBe('at')
  })

  it.each([
    ['expired_token', 'AuthorizationExpiredError'],
    ['access_denied', 'AccessDeniedError'],
    ['invalid_grant', 'InvalidGrantError'],
  ])('%s ends the wait', async (error, name) => {
    provider.on('/token', () => Response.json({ error }, { status: 400 }))
    await using subject = client({ wait: async () => undefined })
    const authentication = { authReqId: 'r', expiresAt: Date.now() / 1000 + 60, intervalSeconds: 1, scopes: [] }
    await expect(subject.pollBackchannelToken(authentication)).rejects.toMatchObject({ name })
    expect(provider.count('/token')).toBe(1)
  })
})
