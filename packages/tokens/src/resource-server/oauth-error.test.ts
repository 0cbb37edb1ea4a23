import { ErrorCode, KeysUnavailableError, ServiceUnavailableError, TokenExpiredError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { toDecision, toOAuthError } from './oauth-error.ts'

it('a failure that is not the credential\u2019s becomes an outage, with its cause, id and time', () => {
  const cause = new KeysUnavailableError('no keys', { retryAfterSeconds: 7, correlationId: 'c-1' })
  expect(toDecision(cause)).toMatchObject({ code: 'SRV_5002', cause, retryAfterSeconds: 7, correlationId: 'c-1' })
  expect(toDecision(new TypeError('x'))).toBeInstanceOf(ServiceUnavailableError)
  expect(toDecision(undefined)).toBeInstanceOf(ServiceUnavailableError)
})

it('a decision stays what it is', () => {
  for (const error of [new TokenExpiredError('gone'), new ServiceUnavailableError('later')]) expect(toDecision(error)).toBe(error)
})

it('no code of an outage or of our own mistake has an OAuth error', () => {
  const told = Object.values(ErrorCode).filter((code) => toOAuthError({ code } as never) !== undefined)
  expect(told.every((code) => /^(AUTH_10(01|02|05|06|07|08|10)|VAL_2001|DPOP_600[1-4])$/.test(code))).toBe(true)
  expect(told).toHaveLength(12)
})
