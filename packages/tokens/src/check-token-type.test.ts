import { describe, expect, it } from 'vitest'
import { checkTokenKind, checkTokenType, checkTypeAmong, readTokenType } from './check-token-type.ts'

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check }) })

describe('readTokenType', () => {
  it('reads the media type without case and without application/', () => {
    expect(readTokenType({ alg: 'x', typ: 'Application/AT+JWT' })).toBe('at+jwt')
    expect(readTokenType({ alg: 'x', typ: 'JWT' })).toBe('jwt')
    expect(readTokenType({ alg: 'x' })).toBeUndefined()
  })
})

describe('checkTokenType', () => {
  it.each(['at+jwt', 'AT+JWT', 'application/at+jwt'])('takes %s under both profiles', (typ) => {
    for (const profile of ['rfc9068', 'jwt'] as const) expect(() => checkTokenType({ alg: 'x', typ }, profile)).not.toThrow()
  })

  it.each(['JWT', 'jwt', 'application/jwt', undefined])('takes %s under the profile jwt alone', (typ) => {
    expect(() => checkTokenType({ alg: 'x', typ }, 'jwt')).not.toThrow()
    expect(() => checkTokenType({ alg: 'x', typ }, 'rfc9068')).toThrow(refusal('typ'))
  })

  it.each(['dpop+jwt', 'logout+jwt', 'id_token', 'secevent+jwt', 'text/at+jwt', 'application/application/at+jwt', '', 'at+jwt '])(
    'takes %j under neither',
    (typ) => {
      for (const profile of ['rfc9068', 'jwt'] as const) expect(() => checkTokenType({ alg: 'x', typ }, profile)).toThrow(refusal('typ'))
    },
  )
})

describe('checkTypeAmong', () => {
  it('names what is expected and what came', () => {
    expect(() => checkTypeAmong({ alg: 'x', typ: 'a' }, ['jwt', undefined])).toThrow('expected jwt or none, got "a"')
  })
})

describe('checkTokenKind', () => {
  it.each([
    { nonce: 'n' },
    { at_hash: 'h' },
    { c_hash: 'h' },
    { events: {} },
    { nonce: null },
    { token_use: 'id' },
    { token_use: 'ID' },
    { typ: 'ID' },
    { typ: 'Refresh' },
    { typ: 'Offline' },
    { token_use: 'refresh' },
    { typ: 'Logout' },
  ])('refuses what is marked %j', (claims) => {
    expect(() => checkTokenKind(claims)).toThrow(refusal('kind'))
  })

  it.each([{}, { token_use: 'access' }, { typ: 'Bearer' }, { typ: 1 }])('lets pass what is marked %j', (claims) => {
    expect(() => checkTokenKind(claims)).not.toThrow()
  })
})
