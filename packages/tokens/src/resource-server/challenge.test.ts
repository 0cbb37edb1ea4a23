import fc from 'fast-check'
import {
  InsufficientScopeError,
  ServiceUnavailableError,
  TokenExpiredError,
  TokenInvalidError,
  TokenRevokedError,
  UnauthorizedError,
  ValidationError,
} from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { toChallenge } from './challenge.ts'

describe('toChallenge', () => {
  it('tells no error code when no credentials came', () => {
    expect(toChallenge(new UnauthorizedError('none'), 'shop')).toEqual({
      status: 401,
      headers: { 'cache-control': 'no-store', 'www-authenticate': 'Bearer realm="shop"' },
      body: { error: 'unauthorized', error_description: 'none', code: 'AUTH_1005', correlation_id: null },
    })
    expect(toChallenge(new UnauthorizedError('none'), undefined).headers['www-authenticate']).toBe('Bearer')
  })

  it.each([
    [new TokenExpiredError('gone'), 401, 'invalid_token', 'AUTH_1001'],
    [new TokenInvalidError('bad'), 401, 'invalid_token', 'AUTH_1002'],
    [new TokenRevokedError('revoked'), 401, 'invalid_token', 'AUTH_1008'],
    [new ValidationError('twice'), 400, 'invalid_request', 'VAL_2001'],
  ])('%s is told with its reason', (error, status, oauthError, code) => {
    const challenge = toChallenge(error, undefined)
    expect(challenge).toMatchObject({ status, body: { error: oauthError, error_description: error.message, code } })
    expect(challenge.headers['www-authenticate']).toBe(`Bearer error="${oauthError}", error_description="${error.message}"`)
  })

  it('names the scopes that are needed', () => {
    const challenge = toChallenge(new InsufficientScopeError('no', { required: ['a', 'b'] }), undefined)
    expect(challenge.status).toBe(403)
    expect(challenge.headers['www-authenticate']).toBe('Bearer error="insufficient_scope", error_description="no", scope="a b"')
  })

  it.each([
    [30, '30'],
    [0.2, '1'],
    [0, '1'],
    [undefined, '1'],
  ])('an outage that lasts %s s is 503 with Retry-After %s, without a challenge', (retryAfterSeconds, expected) => {
    const challenge = toChallenge(new ServiceUnavailableError('later', { retryAfterSeconds }), 'shop')
    expect(challenge).toEqual({
      status: 503,
      headers: { 'cache-control': 'no-store', 'retry-after': expected },
      body: { error: 'temporarily_unavailable', error_description: 'later', code: 'SRV_5002', correlation_id: null },
    })
  })

  it('property: no text breaks out of its quotes or its header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (message, realm) => {
        const header = toChallenge(new TokenInvalidError(message), realm).headers['www-authenticate']!
        expect(header).toMatch(/^Bearer realm="[^"\\]*", error="invalid_token", error_description="[^"\\]*"$/)
        expect(() => new Headers({ 'www-authenticate': header })).not.toThrow()
      }),
    )
    expect(toChallenge(new TokenInvalidError('a"b\r\nc\\d'), undefined).headers['www-authenticate']).toContain(
      `error_description="a'b''c'd"`,
    )
  })
})
