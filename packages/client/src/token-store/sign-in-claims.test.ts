import type { IdTokenClaims } from '@auth/tokens'
import { expect, it } from 'vitest'
import { findUnsaid, withUnsaid } from './sign-in-claims.ts'

const claims: IdTokenClaims = { iss: 'https://as.example', sub: 'ada', aud: 'web', exp: 2, iat: 1 }

it('what was said of a sign-in stays where it is not said again, and nothing else does', () => {
  const before = { ...claims, auth_time: 1, acr: 'two', amr: ['otp'], sid: 's', name: 'Ada', nonce: 'n' }
  const unsaid = findUnsaid(before, { ...claims, acr: 'one' })
  expect(unsaid).toEqual({ auth_time: 1, amr: ['otp'], sid: 's' })
  expect(withUnsaid({ ...claims, acr: 'one' }, unsaid)).toEqual({ ...claims, acr: 'one', auth_time: 1, amr: ['otp'], sid: 's' })
})

it('claims that say all of it are given as they are', () => {
  expect(findUnsaid(claims, { ...claims, auth_time: 1 })).toBeUndefined()
  expect(withUnsaid(claims, undefined)).toBe(claims)
})
