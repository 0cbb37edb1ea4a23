import {
  InsufficientScopeError,
  InvalidConfigError,
  ServiceUnavailableError,
  TokenExpiredError,
  TokenRevokedError,
} from '@auth/core-errors'
import { DPoPKeyPair } from '@auth/pkce-dpop'
import { describe, expect, it } from 'vitest'
import { createTestIssuer, type TestIssuer } from '../testing/index.ts'
import type { AuthContext } from './auth-context.ts'
import { ResourceServer } from './resource-server.ts'
import type { ResourceServerOptions } from './resource-server-options.ts'

interface Connection {
  readonly issuer: TestIssuer
  readonly server: ResourceServer
  readonly auth: AuthContext
}

async function connect(more: Partial<ResourceServerOptions> = {}): Promise<Connection> {
  const issuer = await createTestIssuer({ audience: 'api' })
  const { now, monotonicNow, fetch } = issuer
  const server = new ResourceServer({ issuer: issuer.issuer, audience: 'api', now, monotonicNow, fetch, ...more } as ResourceServerOptions)
  const authorization = `Bearer ${await issuer.sign({ scope: 'a' })}`
  const { auth } = await server.authenticate({ method: 'GET', url: '/', headers: { authorization } })
  return { issuer, server, auth }
}

/** One message, a while after the connection began. */
function later(auth: AuthContext): Parameters<ResourceServer['authenticate']>[0] {
  return { method: 'GET', url: '/', headers: {}, auth, isContinued: true }
}

describe('a connection that outlives its request', () => {
  it('goes on while its token is good, and asks each message for its own requirements', async () => {
    const { server, auth } = await connect()
    expect(await server.authenticate(later(auth), { scopes: ['a'] })).toEqual({ auth, headers: {} })
    await expect(server.authenticate(later(auth), { scopes: ['b'] })).rejects.toThrow(InsufficientScopeError)
  })

  it('ends with its token: at the time that is told, and not before', async () => {
    const { issuer, server, auth } = await connect()
    const remainingSeconds = server.expiresAt(auth) - issuer.now() / 1000
    expect(server.expiresAt(auth)).toBe(auth.claims.exp + 10)
    issuer.advance(remainingSeconds - 1)
    await expect(server.authenticate(later(auth))).resolves.toBeDefined()
    issuer.advance(1)
    await expect(server.authenticate(later(auth))).rejects.toThrow(TokenExpiredError)
  })

  it('ends when its token is revoked', async () => {
    let isRevoked = false
    const { server, auth } = await connect({ revoked: () => isRevoked })
    isRevoked = true
    await expect(server.authenticate(later(auth))).rejects.toThrow(TokenRevokedError)
  })

  it('is judged by what its issuer says of an opaque token now', async () => {
    let scope = 'a b'
    const introspect = async (): Promise<{ active: true; exp: number; aud: string; scope: string }> => ({
      active: true,
      exp: 2e9,
      aud: 'api',
      scope,
    })
    const { server } = await connect({ introspection: { introspect }, introspectionCache: false })
    const { auth } = await server.authenticate({ method: 'GET', url: '/', headers: { authorization: 'Bearer opaque' } })
    await expect(server.authenticate(later(auth), { scopes: ['b'] })).resolves.toBeDefined()
    scope = 'a'
    await expect(server.authenticate(later(auth), { scopes: ['b'] })).rejects.toThrow(InsufficientScopeError)
    await expect(server.authenticate(later(auth), { scopes: ['a'] })).resolves.toBeDefined()
  })

  it('an outage is not the end of its token', async () => {
    let isDown = false
    const { issuer, server, auth } = await connect({
      revoked: () => {
        if (isDown) throw new Error('the list of revoked tokens is away')
        return false
      },
    })
    isDown = true
    await expect(server.authenticate(later(auth))).rejects.toThrow(ServiceUnavailableError)
    expect(issuer.now()).toBeLessThan(server.expiresAt(auth) * 1000)
  })

  it('a proof is asked for when it begins, and not for each message', async () => {
    const publicUrl = 'https://api.example'
    const { issuer, server } = await connect({ publicUrl })
    const pair = await DPoPKeyPair.generate()
    const token = await issuer.sign({ cnf: { jkt: pair.thumbprint } })
    const dpop = await pair.createProof({ method: 'GET', url: `${publicUrl}/`, accessToken: token })
    const { auth } = await server.authenticate({ method: 'GET', url: '/', headers: { authorization: `DPoP ${token}`, dpop } })
    await expect(server.authenticate(later(auth))).resolves.toMatchObject({ auth: { scheme: 'DPoP' } })
  })

  it('of a context that another server made, or nobody, nothing is told', async () => {
    const { server, auth } = await connect()
    const other = await connect()
    for (const context of [other.auth, { ...auth }]) {
      expect(() => server.expiresAt(context)).toThrow(InvalidConfigError)
      await expect(server.authenticate(later(context))).rejects.toMatchObject({ code: 'AUTH_1005' })
    }
  })
})
