import { describe, expect, it } from 'vitest'
import { checkClaims } from './check-claims.ts'
import type { UnverifiedToken } from './decode-token.ts'
import type { IssuerRules } from './issuer-rules.ts'

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check }) })
const rules: IssuerRules = {
  issuer: 'i',
  audiences: ['api'],
  algorithms: new Set(),
  profile: 'jwt',
  clientId: undefined,
  requiredClaims: [],
  keys: { getSigningKey: async () => Promise.reject(new Error('never')) },
}
const good = { iss: 'i', aud: 'api', sub: 's', client_id: 'c', iat: 1, exp: 2, jti: 'j' }
const token = (payload: Readonly<Record<string, unknown>>, typ: string | undefined = 'at+jwt'): UnverifiedToken => ({
  header: { alg: 'ES256', typ },
  payload,
  signature: new Uint8Array(),
  signingInput: '',
})
const without = (name: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(good).filter(([key]) => key !== name))

describe('checkClaims', () => {
  it('lets good claims pass under both profiles', () => {
    for (const profile of ['jwt', 'rfc9068'] as const) expect(() => checkClaims(token(good), { ...rules, profile })).not.toThrow()
  })

  it.each(['iss', 'sub', 'client_id', 'iat', 'jti'])(
    'RFC 9068 §2.2: the profile refuses a token without %s, the profile jwt does not',
    (name) => {
      expect(() => checkClaims(token(without(name)), { ...rules, profile: 'rfc9068' })).toThrow(refusal('required_claims'))
      expect(() => checkClaims(token(without(name)), rules)).not.toThrow()
    },
  )

  it('RFC 9068 §2.2: the profile asks for aud even where the audience is not checked', () => {
    expect(() => checkClaims(token(without('aud')), { ...rules, audiences: null, profile: 'rfc9068' })).toThrow(refusal('required_claims'))
    expect(() => checkClaims(token(without('aud')), { ...rules, audiences: null })).not.toThrow()
  })

  it('RFC 9068 §4: refuses another resource’s token', () => {
    expect(() => checkClaims(token({ ...good, aud: 'other-api' }), rules)).toThrow(refusal('aud'))
  })

  it('refuses what is marked as another kind of token', () => {
    expect(() => checkClaims(token({ ...good, nonce: 'n' }), rules)).toThrow(refusal('kind'))
  })

  it.each(['tenant', 'toString', '__proto__'])('refuses a token without the required claim %s, which null is too', (name) => {
    const asked = { ...rules, requiredClaims: [name] }
    expect(() => checkClaims(token(good), asked)).toThrow(
      expect.objectContaining({ details: { check: 'required_claims', missing: [name] } }),
    )
    expect(() => checkClaims(token(JSON.parse(`{"aud":"api","${name}":null}`) as never), asked)).toThrow(refusal('required_claims'))
    expect(() => checkClaims(token(JSON.parse(`{"aud":"api","${name}":0}`) as never), asked)).not.toThrow()
  })

  it.each([1, null, {}, ['s']])('refuses %j as sub, client_id or jti', (value) => {
    expect(() => checkClaims(token({ ...good, sub: value }), rules)).toThrow(refusal('sub'))
    for (const name of ['client_id', 'jti'])
      expect(() => checkClaims(token({ ...good, [name]: value }), rules)).toThrow(refusal('required_claims'))
  })

  it('takes only at+jwt when the token is for the client itself, as ID tokens are', () => {
    const own = { ...rules, audiences: ['api', 'me'], clientId: 'me' }
    for (const typ of ['JWT', undefined]) {
      expect(() => checkClaims({ ...token({ ...good, aud: 'me' }), header: { alg: 'x', typ } }, own)).toThrow(refusal('typ'))
      expect(() => checkClaims({ ...token({ ...good, aud: ['api', 'me'] }), header: { alg: 'x', typ } }, own)).toThrow(refusal('typ'))
      expect(() => checkClaims({ ...token({ ...good, aud: 'api' }), header: { alg: 'x', typ } }, own)).not.toThrow()
    }
    expect(() => checkClaims(token({ ...good, aud: 'me' }), own)).not.toThrow()
  })
})
