import fc from 'fast-check'
import {
  AccessDeniedError,
  DPoPError,
  InsufficientScopeError,
  ServerError,
  ServiceUnavailableError,
  StepUpRequiredError,
  TokenExpiredError,
  TokenInvalidError,
  TokenRevokedError,
  UnauthorizedError,
  ValidationError,
} from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { type ChallengeOffer, toChallenge } from './to-challenge.ts'

const plain: ChallengeOffer = { schemes: ['Bearer'] }
const shop: ChallengeOffer = { ...plain, realm: 'shop' }
const both: ChallengeOffer = { schemes: ['Bearer', 'DPoP'], dpopAlgorithms: ['ES256', 'EdDSA'] }

describe('toChallenge', () => {
  it('tells no error code when no credentials came', () => {
    expect(toChallenge(new UnauthorizedError('none'), shop)).toEqual({
      status: 401,
      headers: { 'cache-control': 'no-store', 'www-authenticate': 'Bearer realm="shop"' },
      body: { error: 'unauthorized', error_description: 'none', code: 'AUTH_1005', correlation_id: null },
    })
    expect(toChallenge(new UnauthorizedError('none'), plain).headers['www-authenticate']).toBe('Bearer')
  })

  it.each([
    [new TokenExpiredError('gone'), 401, 'invalid_token', 'AUTH_1001'],
    [new TokenInvalidError('bad'), 401, 'invalid_token', 'AUTH_1002'],
    [new TokenRevokedError('revoked'), 401, 'invalid_token', 'AUTH_1008'],
    [new ValidationError('twice'), 400, 'invalid_request', 'VAL_2001'],
  ])('%s is told with its reason', (error, status, oauthError, code) => {
    const challenge = toChallenge(error, plain)
    expect(challenge).toMatchObject({ status, body: { error: oauthError, error_description: error.message, code } })
    expect(challenge.headers['www-authenticate']).toBe(`Bearer error="${oauthError}", error_description="${error.message}"`)
  })

  it('names the scopes that are needed', () => {
    const challenge = toChallenge(new InsufficientScopeError('no', { required: ['a', 'b'] }), plain)
    expect(challenge.status).toBe(403)
    expect(challenge.headers['www-authenticate']).toBe('Bearer error="insufficient_scope", error_description="no", scope="a b"')
  })

  it.each([
    [30, '30'],
    [0.2, '1'],
    [0, '1'],
    [undefined, '1'],
    [Number.NaN, '1'],
    [-5, '1'],
  ])('an outage that lasts %s s is 503 with Retry-After %s, without a challenge', (retryAfterSeconds, expected) => {
    const challenge = toChallenge(new ServiceUnavailableError('later', { retryAfterSeconds }), shop)
    expect(challenge).toEqual({
      status: 503,
      headers: { 'cache-control': 'no-store', 'retry-after': expected },
      body: { error: 'temporarily_unavailable', error_description: 'later', code: 'SRV_5002', correlation_id: null },
    })
  })

  it('property: no text breaks out of its quotes or its header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (message, realm) => {
        const header = toChallenge(new TokenInvalidError(message), { realm, schemes: ['Bearer'] }).headers['www-authenticate']!
        expect(header).toMatch(/^Bearer realm="[^"\\]*", error="invalid_token", error_description="[^"\\]*"$/)
        expect(() => new Headers({ 'www-authenticate': header })).not.toThrow()
      }),
    )
    expect(toChallenge(new TokenInvalidError('a"b\r\nc\\d'), plain).headers['www-authenticate']).toContain(`error_description="a'b''c'd"`)
  })

  it('what is not the credential’s fault is 503, whatever status it has elsewhere', () => {
    expect(toChallenge(new ServerError('broken'), shop)).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
  })

  it('has the parameters and headers that there is something to say for', () => {
    const { headers } = toChallenge(new InsufficientScopeError('no'), plain)
    expect(headers).toStrictEqual({
      'cache-control': 'no-store',
      'www-authenticate': 'Bearer error="insufficient_scope", error_description="no"',
    })
    expect(toChallenge(new StepUpRequiredError('again', { acrValues: ['gold'] }), plain).headers['www-authenticate']).toBe(
      'Bearer error="insufficient_user_authentication", error_description="again", acr_values="gold"',
    )
  })

  it('asks for a new sign-in by its way and its age', () => {
    const error = new StepUpRequiredError('again', { acrValues: ['silver', 'gold'], maxAgeSeconds: 0 })
    const { status, headers, body } = toChallenge(error, plain)
    expect([status, body.error]).toEqual([401, 'insufficient_user_authentication'])
    expect(headers['www-authenticate']).toBe(
      'Bearer error="insufficient_user_authentication", error_description="again", acr_values="silver gold", max_age="0"',
    )
    expect(toChallenge(new StepUpRequiredError('again', { maxAgeSeconds: 60 }), plain).headers['www-authenticate']).toMatch(
      /="again", max_age="60"$/,
    )
  })

  it('offers every scheme that is taken, each with its own parameters', () => {
    const header = (error: Parameters<typeof toChallenge>[0]): string | undefined => toChallenge(error, both).headers['www-authenticate']
    expect(header(new UnauthorizedError())).toBe('Bearer, DPoP algs="ES256 EdDSA"')
    expect(header(new TokenInvalidError('bad'))).toBe(
      'Bearer error="invalid_token", error_description="bad", DPoP error="invalid_token", error_description="bad", algs="ES256 EdDSA"',
    )
  })

  it.each([
    ['DPOP_6001', 'invalid_dpop_proof'],
    ['DPOP_6002', 'invalid_dpop_proof'],
    ['DPOP_6003', 'use_dpop_nonce'],
    ['DPOP_6004', 'invalid_dpop_proof'],
  ] as const)('%s speaks of DPoP alone', (code, oauthError) => {
    const { status, headers, body } = toChallenge(new DPoPError('no', { code }), both)
    expect([status, body.error, body.code]).toEqual([401, oauthError, code])
    expect(headers['www-authenticate']).toBe(`DPoP error="${oauthError}", error_description="no", algs="ES256 EdDSA"`)
  })

  it('a wrong binding speaks of DPoP alone, where that is offered', () => {
    const error = new TokenInvalidError('bound', { details: { check: 'binding' } })
    expect(toChallenge(error, both).headers['www-authenticate']).toMatch(/^DPoP error="invalid_token"/)
    expect(toChallenge(error, plain).headers['www-authenticate']).toMatch(/^Bearer error="invalid_token"/)
  })

  it('sends the next nonce along: the given one, else that of the error; never one that is no nonce', () => {
    const error = new DPoPError('nonce', { code: 'DPOP_6003', dpopNonce: 'n-1' })
    expect(toChallenge(error, both).headers['dpop-nonce']).toBe('n-1')
    expect(toChallenge(error, both, 'n-2').headers['dpop-nonce']).toBe('n-2')
    expect(toChallenge(new InsufficientScopeError('no'), both, 'n-2').headers['dpop-nonce']).toBe('n-2')
    expect(toChallenge(error, both, 'n\r\nset-cookie: a').headers).not.toHaveProperty('dpop-nonce')
  })

  it('tells where the metadata is, in every challenge', () => {
    const { headers } = toChallenge(new UnauthorizedError(), { ...both, resourceMetadataUrl: 'https://api.example/m' })
    expect(headers['www-authenticate']).toBe(
      'Bearer resource_metadata="https://api.example/m", DPoP algs="ES256 EdDSA", resource_metadata="https://api.example/m"',
    )
  })

  it('a denial that no token mends is 403 without an error in the challenge', () => {
    const { status, headers, body } = toChallenge(new AccessDeniedError('no'), plain)
    expect([status, body.error, headers['www-authenticate']]).toEqual([403, 'access_denied', 'Bearer'])
  })

  it('tells the correlation id in header and body, unless it could break out of them', () => {
    const safe = toChallenge(new TokenInvalidError('bad', { correlationId: 'c-1' }), plain)
    expect([safe.headers['x-correlation-id'], safe.body.correlation_id]).toEqual(['c-1', 'c-1'])
    const unsafe = toChallenge(new TokenInvalidError('bad', { correlationId: 'c\r\nset-cookie: a' }), plain)
    expect(unsafe.headers).not.toHaveProperty('x-correlation-id')
    expect(unsafe.body.correlation_id).toBeNull()
  })
})
