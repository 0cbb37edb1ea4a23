import { expect, it } from 'vitest'
import { checkIdTokenClaims } from './check-id-token-claims.ts'

const clock = { now: () => 1_000_000, clockToleranceSeconds: 0 }
const options = { issuer: 'i', clientId: 'me' }
const claims = { iss: 'i', aud: 'me', sub: 's', exp: 2000, iat: 900 }

it('lets a plain ID token pass', () => {
  expect(() => checkIdTokenClaims(claims, options, clock)).not.toThrow()
})

it('tells a token of another kind as that, before anything that it says', () => {
  const other = { ...claims, token_use: 'access', aud: ['me', 'x'], nonce: 'n' }
  expect(() => checkIdTokenClaims(other, options, clock)).toThrow(
    expect.objectContaining({ code: 'AUTH_1002', details: { check: 'kind', claim: 'token_use' } }),
  )
})

it('names the untrusted audience, the context and the party that came', () => {
  expect(() => checkIdTokenClaims({ ...claims, aud: ['me', 'x'] }, options, clock)).toThrow(
    'ID token is also for "x", which is not trusted',
  )
  expect(() => checkIdTokenClaims({ ...claims, azp: 'y' }, options, clock)).toThrow('expected "me", got "y"')
  expect(() => checkIdTokenClaims({ ...claims, acr: 'low' }, { ...options, acrValues: ['high', 'higher'] }, clock)).toThrow(
    'expected "high" or "higher", got "low"',
  )
})

it('a clock that tells no number makes no sign-in recent', () => {
  const broken = { ...clock, now: () => Number.NaN }
  expect(() => checkIdTokenClaims({ ...claims, auth_time: 999 }, { ...options, maxAgeSeconds: 60 }, broken)).toThrow(
    expect.objectContaining({ details: { check: 'auth_time' } }),
  )
})
