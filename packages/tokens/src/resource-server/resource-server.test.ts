import {
  AccessDeniedError,
  AuthPlatformError,
  DPoPError,
  InsufficientScopeError,
  InvalidConfigError,
  KeysUnavailableError,
  ServiceUnavailableError,
  TokenExpiredError,
  TokenInvalidError,
  TokenRevokedError,
  UnauthorizedError,
  ValidationError,
} from '@auth/core-errors'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createTestIssuer, type TestIssuer } from '../testing/index.ts'
import { TokenValidator } from '../token-validator.ts'
import type { AuthRequest } from './auth-request.ts'
import { ResourceServer } from './resource-server.ts'
import type { ResourceServerEvent } from './resource-server-event.ts'
import type { ResourceServerOptions } from './resource-server-options.ts'

let issuer: TestIssuer
let server: ResourceServer

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: 'api' })
  server = new ResourceServer(options())
})

function options(): Extract<ResourceServerOptions, { validator?: undefined }> & { issuer: string; audience: string } {
  return { issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now, realm: 'shop' }
}

function request(token?: string): AuthRequest {
  return { method: 'GET', url: '/', headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }
}

describe('ResourceServer.authenticate', () => {
  it('tells who calls', async () => {
    const token = await issuer.sign({ sub: 'alice', scope: 'orders:read profile' })
    const { auth, headers } = await server.authenticate(request(token), { scopes: ['orders:read'] })
    expect(auth).toMatchObject({
      token,
      scheme: 'Bearer',
      scopes: ['orders:read', 'profile'],
      issuer: issuer.issuer,
      claims: { sub: 'alice' },
    })
    expect(headers).toEqual({})
    expect(() => Object.assign(auth, { issuer: 'other' })).toThrow(TypeError)
    expect(() => (auth.scopes as string[]).push('admin')).toThrow(TypeError)
  })

  it('takes a web-standard request', async () => {
    const { auth } = await server.authenticate(
      new Request('https://api.example/', { headers: { authorization: `Bearer ${await issuer.sign()}` } }),
    )
    expect(auth.scheme).toBe('Bearer')
  })

  it('refuses a request without credentials', async () => {
    await expect(server.authenticate(request())).rejects.toThrow(UnauthorizedError)
  })

  it('refuses a token that lacks a scope, and one that has expired', async () => {
    await expect(server.authenticate(request(await issuer.sign({ scope: 'a' })), { scopes: ['b'] })).rejects.toThrow(InsufficientScopeError)
    await expect(server.authenticate(request(await issuer.sign({ exp: 1 })))).rejects.toThrow(TokenExpiredError)
  })

  it('refuses every attack token with the code that it must get', async () => {
    const attacks = await issuer.attackTokens()
    expect(attacks.length).toBeGreaterThan(10)
    for (const { name, token, code } of attacks) {
      const error: unknown = await server.authenticate(request(token)).then(
        () => 'accepted',
        (thrown: unknown) => thrown,
      )
      expect(error, name).toBeInstanceOf(AuthPlatformError)
      const { status } = server.challenge(error)
      expect(status, name).toBeLessThan(500)
      if (!/\s/.test(token) && token !== '') expect(error, name).toMatchObject({ code })
    }
  })

  it('an outage is 503 with the cause, never a bad token', async () => {
    const cause = new KeysUnavailableError('no keys', { retryAfterSeconds: 7, correlationId: 'c-1' })
    const failing = new ResourceServer({ validator: { validate: () => Promise.reject(cause) } })
    const error: unknown = await failing.authenticate(request('x')).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ServiceUnavailableError)
    expect(error).toMatchObject({ cause, retryAfterSeconds: 7, correlationId: 'c-1', httpStatus: 503 })
    expect(failing.challenge(error)).toMatchObject({ status: 503, headers: { 'retry-after': '7' }, body: { correlation_id: 'c-1' } })
  })

  it('a fault in the validator is an outage as well, and is told to nobody outside', async () => {
    const failing = new ResourceServer({ validator: { validate: () => Promise.reject(new TypeError('x is not a function')) } })
    const error: unknown = await failing.authenticate(request('x')).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ServiceUnavailableError)
    expect(JSON.stringify(failing.challenge(error))).not.toContain('not a function')
  })

  it('many requests at once never see each other', async () => {
    const subjects = Array.from({ length: 50 }, (_, index) => `user-${index}`)
    const tokens = await Promise.all(subjects.map((sub) => issuer.sign({ sub })))
    const results = await Promise.all(tokens.map((token) => server.authenticate(request(token))))
    expect(results.map(({ auth }) => auth.claims.sub)).toEqual(subjects)
    expect(results.map(({ auth }) => auth.token)).toEqual(tokens)
  })
})

describe('what a function among the options throws', () => {
  const upstream = [
    new UnauthorizedError('my own token has expired'),
    new ValidationError('no such endpoint'),
    new TypeError('x'),
    // As `ErrorFactory.fromHttpResponse` makes them.
    new TokenInvalidError('the token of my own call', { statusCode: 401 }),
    new AccessDeniedError('not for me', { statusCode: 403 }),
    new DPoPError('a nonce for my own call', { code: 'DPOP_6003', dpopNonce: 'theirs', statusCode: 401 }),
  ]
  const fail = (error: Error) => (): never => {
    throw error
  }

  it.each(upstream)('is an outage, and never told as credentials that did not come or are malformed: %s', async (error) => {
    const getCertificate = async (): Promise<never> => fail(error)()
    const bound = await issuer.sign({ cnf: { 'x5t#S256': 'x' } })
    const asked: (() => Promise<unknown>)[] = [
      async () => new ResourceServer({ ...options(), revoked: fail(error) }).authenticate(request(await issuer.sign())),
      async () => new ResourceServer({ ...options(), getCertificate }).authenticate(request(bound)),
      async () => server.authenticate(request(await issuer.sign()), { claims: fail(error) }),
      async () => server.authenticate(request(await issuer.sign()), { claims: { sub: { predicate: fail(error) } } }),
    ]
    for (const each of asked) await expect(each()).rejects.toMatchObject({ code: 'SRV_5002', cause: error })
  })

  it.each(upstream.slice(3))('where credentials are looked for is an outage, too, when somebody else has answered: %s', async (error) => {
    const looking = new ResourceServer({ ...options(), credentials: fail(error) })
    await expect(looking.authenticate(request())).rejects.toMatchObject({ code: 'SRV_5002', cause: error })
    const malformed = new ResourceServer({ ...options(), credentials: fail(new ValidationError('two of them')) })
    await expect(malformed.authenticate(request())).rejects.toMatchObject({ code: 'VAL_2001' })
  })

  it('that is a validator speaks of the token, whomever it asked, but never of credentials that did not come', async () => {
    const judged = (error: Error): Promise<unknown> =>
      new ResourceServer({ validator: { validate: async () => fail(error)() } }).authenticate(request('x'))
    await expect(judged(new TokenInvalidError('no', { statusCode: 401 }))).rejects.toMatchObject({ code: 'AUTH_1002' })
    for (const error of upstream.slice(0, 3)) await expect(judged(error)).rejects.toMatchObject({ code: 'SRV_5002', cause: error })
  })

  it('in a rule about claims is an outage whatever it is, as their documentation says', async () => {
    for (const error of [new InsufficientScopeError('x'), new TokenExpiredError('x'), new AccessDeniedError('x')])
      await expect(server.authenticate(request(await issuer.sign()), { claims: fail(error) })).rejects.toMatchObject({
        code: 'SRV_5002',
        cause: error,
      })
  })

  it('later, is nobody’s failure: a rule that answers a promise lets nothing pass, however that ends', async () => {
    const claims = (async () => fail(new Error('late'))()) as never
    await expect(server.authenticate(request(await issuer.sign()), { claims })).rejects.toThrow(InsufficientScopeError)
  })

  it('is what it says it is where it speaks of the token', async () => {
    const error = new TokenRevokedError('gone')
    const refusing = new ResourceServer({ ...options(), revoked: fail(error) })
    await expect(refusing.authenticate(request(await issuer.sign()))).rejects.toBe(error)
  })
})

describe('bad input', () => {
  const good = { issuer: 'https://as.example', audience: 'api' }

  it.each([
    ['no options', undefined, 'options'],
    ['no issuer', { audience: 'api' }, 'issuer'],
    ['an audience that is left out', { issuer: 'https://as.example' }, 'audience'],
    ['an issuer over http', { issuer: 'http://as.example', audience: 'api' }, 'issuer'],
    ['an empty realm', { issuer: 'https://as.example', audience: 'api', realm: '' }, 'realm'],
    ['a validator that validates nothing', { validator: {} }, 'validator'],
    ['no validator', { validator: null }, 'validator'],
    ['issuers that are no list', { issuers: 7 }, 'issuers'],
    ['an issuer that is nothing', { issuers: [null] }, 'issuers'],
    ['a public URL over http', { ...good, publicUrl: 'http://api.example' }, 'publicUrl'],
    ['a public URL with a query', { ...good, publicUrl: 'https://api.example?x' }, 'publicUrl'],
    ['DPoP without a public URL', { ...good, dpop: { mode: 'required' } }, 'publicUrl'],
    ['a replay store that keeps nothing', { ...good, publicUrl: 'https://api.example', dpop: { replayStore: {} } }, 'replayStore'],
    ['credentials in the query', { ...good, credentials: 'query' }, 'credentials'],
    ['a certificate that is no function', { ...good, getCertificate: 'x' }, 'getCertificate'],
    ['an introspection that asks nobody', { ...good, introspection: {} }, 'introspection.introspect'],
    ['introspection beside a validator alone', { validator: { validate: () => 1 }, introspection: { introspect: () => 1 } }, 'issuer'],
    ['metadata of a thing without a name', { ...good, resourceMetadata: {} }, 'resourceMetadata.resource'],
    ['a listener that is none', { ...good, onEvent: 'x' }, 'onEvent'],
    ['a tolerance without end', { ...good, clockToleranceSeconds: Infinity }, 'clockToleranceSeconds'],
    ['a clock that is none', { ...good, monotonicNow: 0 }, 'monotonicNow'],
    ['no introspection', { ...good, introspection: null }, 'introspection'],
    ['metadata that are none', { ...good, resourceMetadata: 'api' }, 'resourceMetadata'],
    ['algorithms of proofs that are none', { ...good, publicUrl: 'https://api.example', dpop: { algorithms: [] } }, 'dpop.algorithms'],
    ['a cookie without a name', { ...good, credentials: { cookie: '' } }, 'credentials'],
  ])('%s is refused at construction', (_, options, option) => {
    expect(() => new ResourceServer(options as never)).toThrow(InvalidConfigError)
    expect(() => new ResourceServer(options as never)).toThrow(expect.objectContaining({ details: { option } }))
  })

  it('requirements are checked when they are declared, and when they are not', async () => {
    expect(() => server.declare({ scopes: [] })).toThrow(InvalidConfigError)
    await expect(server.authenticate(request(await issuer.sign()), { scope: 'a' } as never)).rejects.toThrow(InvalidConfigError)
  })

  it('what is no request, and what is no error of ours, is answered with a typed error', async () => {
    for (const bad of [undefined, null, {}, { headers: null }, { headers: { authorization: 7 } }]) {
      await expect(server.authenticate(bad as never)).rejects.toThrow(AuthPlatformError)
    }
    expect(server.challenge(undefined).status).toBe(503)
  })

  it('a validator that is there already is used as it is', async () => {
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now })
    const { auth } = await new ResourceServer({ validator }).authenticate(request(await issuer.sign({ sub: 'bob' })))
    expect(auth.claims.sub).toBe('bob')
  })
})

describe('requirements', () => {
  it('are checked against the claims as they were signed, whatever a schema makes of them', async () => {
    const claimsSchema = z.object({ iss: z.string(), exp: z.number(), sub: z.string() })
    const strict = new ResourceServer({ ...options(), claimsSchema })
    const token = await issuer.sign({ scope: 'a', roles: ['admin'], acr: 'mfa' })
    const { auth } = await strict.authenticate(request(token), { scopes: ['a'], roles: ['admin'], acr: 'mfa' })
    expect(Object.keys(auth.claims)).toEqual(['iss', 'exp', 'sub'])
    expect(auth.scopes).toEqual(['a'])
  })

  it('a binding that a schema leaves out binds all the same', async () => {
    const claimsSchema = z.object({ iss: z.string(), exp: z.number() })
    const strict = new ResourceServer({ ...options(), claimsSchema })
    await expect(strict.authenticate(request(await issuer.sign({ cnf: { jkt: 'x' } })))).rejects.toMatchObject({
      details: { check: 'binding' },
    })
  })

  it('roles and permissions are where claimPaths says', async () => {
    const nested = new ResourceServer({ ...options(), claimPaths: { roles: ['realm_access', 'roles'] } })
    const token = await issuer.sign({ realm_access: { roles: ['admin'] }, permissions: ['write'] })
    await nested.authenticate(request(token), { roles: ['admin'], permissions: ['write'] })
    await expect(server.authenticate(request(token), { roles: ['admin'] })).rejects.toThrow(InsufficientScopeError)
  })

  it('a function that throws is a mistake of ours, not the caller\u2019s', async () => {
    const claims = (): boolean => {
      throw new TypeError('x')
    }
    await expect(server.authenticate(request(await issuer.sign()), { claims })).rejects.toThrow(ServiceUnavailableError)
  })

  it('introspect needs somebody to ask', () => {
    expect(() => server.declare({ introspect: true })).toThrow(expect.objectContaining({ details: { option: 'requirements.introspect' } }))
  })

  it('what is changed after declare changes nothing', async () => {
    const requirements = { scopes: ['b'] }
    const declared = server.declare(requirements)
    requirements.scopes[0] = 'a'
    await expect(server.authenticate(request(await issuer.sign({ scope: 'a' })), declared)).rejects.toThrow(InsufficientScopeError)
  })
})

it('what is declared is a frozen copy', () => {
  const requirements = { scopes: ['a'] }
  const declared = server.declare(requirements)
  expect(declared).toEqual(requirements)
  expect(declared).not.toBe(requirements)
  expect(declared).toSatisfy(Object.isFrozen)
})

it('invalidate wants a token, and has nothing to forget where nobody is asked', async () => {
  await expect(server.invalidate(7 as never)).rejects.toMatchObject({ code: 'VAL_2002', details: { option: 'token' } })
  await expect(server.invalidate('x')).resolves.toBeUndefined()
})

describe('a second guard on the same request', () => {
  it('checks its requirements, and neither token nor proof again', async () => {
    let asked = 0
    const verify = new TokenValidator({ issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now })
    const counting = new ResourceServer({ validator: { validate: (token) => (asked++, verify.validate(token)) } })
    const first = await counting.authenticate(request(await issuer.sign({ scope: 'a' })))
    const again = { ...request(), auth: first.auth }
    expect((await counting.authenticate(again, { scopes: ['a'] })).auth).toBe(first.auth)
    await expect(counting.authenticate(again, { scopes: ['b'] })).rejects.toThrow(InsufficientScopeError)
    expect(asked).toBe(1)
  })

  it('asks whether the token is still active, where it wants to know', async () => {
    let active = true
    const introspection = { introspect: async () => ({ active }) }
    const asking = new ResourceServer({ ...options(), introspection, introspectionCache: false })
    const first = await asking.authenticate(request(await issuer.sign()))
    const again = { ...request(), auth: first.auth }
    await expect(asking.authenticate(again, { introspect: true })).resolves.toEqual({ auth: first.auth, headers: {} })
    active = false
    await expect(asking.authenticate(again, { introspect: true })).rejects.toThrow(TokenRevokedError)
    await expect(asking.authenticate(again, { introspect: false })).resolves.toBeDefined()
  })

  it('believes no context that it did not make itself', async () => {
    const { auth } = await server.authenticate(request(await issuer.sign()))
    const other = new ResourceServer(options())
    for (const [each, context] of [
      [server, { ...auth }],
      [other, auth],
      [server, 'auth'],
    ] as const)
      await expect(each.authenticate({ ...request(), auth: context })).rejects.toThrow(UnauthorizedError)
  })
})

describe('credentials', () => {
  it('come from where the options say, and from nowhere else', async () => {
    const cookies = new ResourceServer({ ...options(), credentials: { cookie: 'token' } })
    const token = await issuer.sign({ sub: 'ada' })
    const { auth } = await cookies.authenticate({ method: 'GET', url: '/', headers: { cookie: `token=${token}` } })
    expect(auth.claims.sub).toBe('ada')
    await expect(cookies.authenticate(request(token))).rejects.toThrow(UnauthorizedError)
    await expect(server.authenticate({ method: 'GET', url: '/', headers: { cookie: `token=${token}` } })).rejects.toThrow(UnauthorizedError)
  })
})

describe('correlation', () => {
  const headers = { 'x-correlation-id': 'order-7' }

  it('the id of the request comes back with the answer, and with the refusal', async () => {
    const good = await server.authenticate({ ...request(), headers: { ...headers, authorization: `Bearer ${await issuer.sign()}` } })
    expect(good.headers).toEqual(headers)
    const error: unknown = await server.authenticate({ ...request(), headers }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnauthorizedError)
    expect(error).toMatchObject({ correlationId: 'order-7' })
    expect(server.challenge(error)).toMatchObject({ headers, body: { correlation_id: 'order-7' } })
  })

  it('an error that a validator gives to two requests tells each its own id', async () => {
    const shared = new TokenExpiredError('gone')
    const failing = new ResourceServer({ validator: { validate: () => Promise.reject(shared) } })
    const ids = ['one', 'two'].map(async (id) => {
      const error: unknown = await failing
        .authenticate({ method: 'GET', url: '/', headers: { authorization: 'Bearer x', 'x-correlation-id': id } })
        .catch((thrown: unknown) => thrown)
      return failing.challenge(error).body.correlation_id
    })
    expect(await Promise.all(ids)).toEqual(['one', 'two'])
    expect(shared.correlationId).toBeUndefined()
  })
})

describe('events', () => {
  it('tell what was decided, without a secret', async () => {
    const events: ResourceServerEvent[] = []
    let now = 0
    const monotonicNow = (): number => now
    const revoked = (): false => ((now += 500), false)
    const heard = new ResourceServer({ ...options(), onEvent: (event) => events.push(event), monotonicNow, revoked })
    const token = await issuer.sign({ sub: 'ada@shop.example' })
    const headers = { 'x-correlation-id': 'c-1' }
    await heard.authenticate({ method: 'GET', url: '/', headers: { ...headers, authorization: `Bearer ${token}` } })
    await heard.authenticate({ method: 'GET', url: '/', headers }).catch(() => undefined)
    await heard.authenticate(request(`${token}x`)).catch(() => undefined)
    expect(events).toEqual([
      { type: 'jwks_refreshed', source: issuer.issuer, keyCount: 1, isUnchanged: false, durationSeconds: 0 },
      { type: 'request_accepted', scheme: 'Bearer', issuer: issuer.issuer, correlationId: 'c-1', durationSeconds: 0.5 },
      { type: 'request_refused', code: 'AUTH_1005', check: undefined, correlationId: 'c-1', durationSeconds: 0 },
      {
        type: 'request_refused',
        code: 'AUTH_1002',
        check: expect.stringMatching(/format|signature/),
        correlationId: undefined,
        durationSeconds: 0,
      },
    ])
    expect(JSON.stringify(events)).not.toMatch(/ada@|eyJ/)
  })

  it('an outage is told as such, and a listener that throws, at once or later, breaks nothing', async () => {
    const events: ResourceServerEvent[] = []
    const onEvent = (event: ResourceServerEvent): never => {
      events.push(event)
      throw new Error('listener')
    }
    const failing = new ResourceServer({ validator: { validate: () => Promise.reject(new Error('down')) }, onEvent, monotonicNow: () => 0 })
    await expect(failing.authenticate(request('x'))).rejects.toThrow(ServiceUnavailableError)
    const error: unknown = expect.any(ServiceUnavailableError)
    expect(events).toEqual([{ type: 'request_undecided', error, correlationId: undefined, durationSeconds: 0 }])
    const late = async (): Promise<never> => Promise.reject(new Error('late')) // an unhandled one would end the run
    for (const listener of [onEvent, late])
      await expect(
        new ResourceServer({ ...options(), onEvent: listener }).authenticate(request(await issuer.sign())),
      ).resolves.toBeDefined()
  })
})

describe('ResourceServer.metadata', () => {
  it('tells the scopes that guards declare', () => {
    const shop = new ResourceServer({ ...options(), publicUrl: 'https://api.example', resourceMetadata: {} })
    shop.declare({ roles: ['admin'] })
    expect(shop.metadata()).not.toHaveProperty('scopes_supported')
    shop.declare({ scopes: ['orders:write'], anyScope: ['orders:read', 'orders:write'] })
    expect(shop.metadata()).toMatchObject({
      resource: 'https://api.example',
      authorization_servers: [issuer.issuer],
      scopes_supported: ['orders:read', 'orders:write'],
    })
    expect(shop.challenge(new UnauthorizedError()).headers['www-authenticate']).toMatch(
      /^Bearer realm="shop", resource_metadata="https:\/\/api\.example\/\.well-known\/oauth-protected-resource", DPoP /,
    )
  })

  it('needs to know what the API is called', () => {
    expect(() => server.metadata()).toThrow(expect.objectContaining({ code: 'VAL_2002', details: { option: 'publicUrl' } }))
    const { headers } = new ResourceServer({ ...options(), publicUrl: 'https://api.example' }).challenge(new UnauthorizedError())
    expect(headers['www-authenticate']).not.toContain('resource_metadata')
  })
})
