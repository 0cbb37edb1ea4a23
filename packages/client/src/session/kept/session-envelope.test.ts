import fc from 'fast-check'
import { UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { parseEnvelope, serializeEnvelope } from './session-envelope.ts'

const claims = { iss: 'https://as.example', sub: 'ada', aud: 'web', exp: 2, iat: 1, name: 'Ada' }
const idToken = new UnsecuredJWT(claims).encode()
const tokens = { issuer: 'https://as.example', clientId: 'web', accessToken: 'at', tokenType: 'Bearer', scopes: ['openid'] }

describe('an envelope', () => {
  it('comes back as it was', () => {
    const text = fc.string({ unit: 'binary' })
    const envelope = fc.record({ id: text, createdAt: fc.nat(), usedAt: fc.nat(), version: fc.nat() })
    const some = fc.record({ accessToken: text, refreshToken: text, expiresAt: fc.nat() }).map((more) => ({ ...tokens, ...more }))
    fc.assert(
      fc.property(envelope, fc.option(some, { nil: undefined }), (given, kept) => {
        expect(parseEnvelope(serializeEnvelope({ ...given, tokens: kept }))).toEqual({ ...given, ...(kept && { tokens: kept }) })
      }),
    )
  })

  it('carries the claims of an ID token once', () => {
    const envelope = { id: 'a', createdAt: 1, usedAt: 1, version: 0, tokens: { ...tokens, idToken, idTokenClaims: claims } }
    const text = serializeEnvelope(envelope)
    expect(text).not.toContain('idTokenClaims')
    expect(parseEnvelope(text)).toEqual(envelope)
    const withoutToken = { ...envelope, tokens: { ...tokens, idTokenClaims: claims } }
    expect(parseEnvelope(serializeEnvelope(withoutToken))).toEqual(withoutToken)
  })

  it('carries what was said of the sign-in before, and the newest ID token leaves out', () => {
    const more = { auth_time: 7, acr: 'two', sid: 's' }
    const envelope = { id: 'a', createdAt: 1, usedAt: 1, version: 0, tokens: { ...tokens, idToken, idTokenClaims: { ...claims, ...more } } }
    expect(parseEnvelope(serializeEnvelope(envelope))).toEqual(envelope)
  })

  it('of another format is none', () => {
    expect(parseEnvelope('{"format":0,"id":"a"}')).toBeUndefined()
    expect(parseEnvelope('{}')).toBeUndefined()
  })
})
