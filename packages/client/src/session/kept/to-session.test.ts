import { describe, expect, it } from 'vitest'
import { toOwner } from './to-owner.ts'
import { toSession } from './to-session.ts'

const claims = {
  iss: 'https://as.example',
  sub: 'ada',
  aud: 'web',
  exp: 2,
  iat: 1,
  nonce: 'n',
  at_hash: 'h',
  sid: 's',
  auth_time: 9,
  acr: 'two',
  name: 'Ada',
  roles: ['admin'],
}
const tokens = {
  issuer: 'https://as.example',
  clientId: 'web',
  accessToken: 'secret-at',
  tokenType: 'Bearer',
  scopes: ['openid'],
  refreshToken: 'secret-rt',
  idToken: 'secret-id',
  idTokenClaims: claims,
  expiresAt: 7,
}

describe('toSession', () => {
  it('tells the person from what the token says of itself, and holds no token', () => {
    const session = toSession(tokens, { createdAt: 3, expiresAt: 5 })
    expect(session).toEqual({
      user: { sub: 'ada', name: 'Ada', roles: ['admin'] },
      claims,
      scopes: ['openid'],
      authTime: 9,
      acr: 'two',
      createdAt: 3,
      expiresAt: 5,
      accessTokenExpiresAt: 7,
    })
    expect(JSON.stringify(session)).not.toContain('secret')
    expect(Object.isFrozen(session)).toBe(true)
  })

  it('is nobody without an ID token', () => {
    expect(toSession({ ...tokens, idTokenClaims: undefined }, { createdAt: 3, expiresAt: 5 })).toBeUndefined()
  })
})

describe('toOwner', () => {
  it('tells whose a session is', () => {
    expect(toOwner(tokens)).toEqual({ issuer: 'https://as.example', subject: 'ada', sid: 's' })
    expect(toOwner({ ...tokens, idTokenClaims: { ...claims, sid: 1 } }).sid).toBeUndefined()
  })
})
