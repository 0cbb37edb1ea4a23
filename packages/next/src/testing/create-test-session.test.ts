import { SessionManager } from '@auth/client/session'
import { describe, expect, it } from 'vitest'
import { createTestSession } from './create-test-session.ts'

const config = {
  baseUrl: 'https://as.example',
  clientId: 'site',
  clientSecret: 'a-secret-that-everybody-knows-of-the-site',
  publicUrl: 'https://site.example',
  secret: 'a-secret-of-thirty-two-characters-or-more',
}

const read = async (cookieHeader: string, secret = config.secret) =>
  new SessionManager({ ...config, secret }).read({ headers: new Headers({ cookie: cookieHeader }) })

describe('createTestSession', () => {
  it('makes a session that an application of the same configuration takes', async () => {
    const { cookieHeader, cookies } = await createTestSession(config, {
      claims: { sub: 'ada', roles: ['admin'] },
      scopes: ['openid', 'orders:read'],
    })
    const state = await read(cookieHeader)
    expect(state).toMatchObject({ kind: 'active', session: { user: { sub: 'ada', roles: ['admin'] }, scopes: ['openid', 'orders:read'] } })
    expect(cookies.every(({ name }) => cookieHeader.includes(name))).toBe(true)
  })

  it('makes none that an application with another secret takes', async () => {
    const { cookieHeader } = await createTestSession(config)
    expect(await read(cookieHeader, 'another-secret-of-thirty-two-characters')).toEqual({ kind: 'none' })
  })

  it('refuses DPoP without a key that both have, naming it', async () => {
    await expect(createTestSession({ ...config, dpop: { enabled: true } })).rejects.toMatchObject({ details: { option: 'dpop.keyPair' } })
  })
})
