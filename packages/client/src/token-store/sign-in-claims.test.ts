import type { IdTokenClaims } from '@auth/tokens'
import { expect, it } from 'vitest'
import { findUnsaid, withSignIn } from './sign-in-claims.ts'

const claims: IdTokenClaims = { iss: 'https://as.example', sub: 'ada', aud: 'web', exp: 2, iat: 1 }

const before = { ...claims, auth_time: 1, acr: 'two', amr: ['otp'], sid: 's', name: 'Ada', nonce: 'n' }

it('what was said of a sign-in stays where it is not said again, and nothing else does', () => {
  expect(findUnsaid(before, { ...claims, acr: 'one' })).toStrictEqual({ auth_time: 1, amr: ['otp'], sid: 's' })
  expect(withSignIn({ ...claims, acr: 'one' }, before)).toEqual({ ...claims, acr: 'one', auth_time: 1, amr: ['otp'], sid: 's' })
})

it('claims that say all of it are given as they are', () => {
  expect(withSignIn(before, { auth_time: 2, acr: 'one' })).toEqual(before)
  expect(withSignIn(claims)).toStrictEqual(claims)
})
