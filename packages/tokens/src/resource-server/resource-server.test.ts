import {
  AuthPlatformError,
  InsufficientScopeError,
  InvalidConfigError,
  KeysUnavailableError,
  ServiceUnavailableError,
  TokenExpiredError,
  UnauthorizedError,
} from '@auth/core-errors'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTestIssuer, type TestIssuer } from '../testing/index.ts'
import { TokenValidator } from '../token-validator.ts'
import type { AuthRequest } from './auth-request.ts'
import { ResourceServer } from './resource-server.ts'

let issuer: TestIssuer
let server: ResourceServer

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: 'api' })
  server = new ResourceServer({ issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now, realm: 'shop' })
})

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

describe('bad input', () => {
  it.each([
    ['no options', undefined, 'options'],
    ['no issuer', { audience: 'api' }, 'issuer'],
    ['an audience that is left out', { issuer: 'https://as.example' }, 'audience'],
    ['an issuer over http', { issuer: 'http://as.example', audience: 'api' }, 'issuer'],
    ['an empty realm', { issuer: 'https://as.example', audience: 'api', realm: '' }, 'realm'],
    ['a validator that validates nothing', { validator: {} }, 'validator'],
    ['no validator', { validator: null }, 'validator'],
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
