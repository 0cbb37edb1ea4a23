import { expect, it } from 'vitest'
import {
  CallbackError,
  DPoPError,
  InsufficientScopeError,
  KeysUnavailableError,
  PKCEError,
  RateLimitError,
  StepUpRequiredError,
  TimeoutError,
  TokenRefreshError,
} from './index.ts'

it('every class has its own fields, with their defaults', () => {
  expect(new InsufficientScopeError('no', { required: ['a'] })).toMatchObject({ required: ['a'], granted: [] })
  expect(new StepUpRequiredError('no', { maxAgeSeconds: 60 })).toMatchObject({ acrValues: [], maxAgeSeconds: 60 })
  expect(new RateLimitError('no', { retryAfterSeconds: 60 }).retryAfterSeconds).toBe(60)
  expect(new TimeoutError('no', { timeoutSeconds: 5 }).timeoutSeconds).toBe(5)
  expect(new KeysUnavailableError()).toMatchObject({ reason: 'unreachable', retryAfterSeconds: undefined })
  expect(new CallbackError('no', { reason: 'state_mismatch' }).reason).toBe('state_mismatch')
  expect(new DPoPError()).toMatchObject({ code: 'DPOP_6002', dpopNonce: undefined })
  expect(new DPoPError('no', { code: 'DPOP_6003', dpopNonce: 'n' })).toMatchObject({ code: 'DPOP_6003', dpopNonce: 'n' })
  expect(new PKCEError()).toMatchObject({ code: 'PKCE_7002' })
})

it('a refresh that may yet succeed is an outage, one that may not is a refusal', () => {
  expect(new TokenRefreshError('no', { transient: true })).toMatchObject({ transient: true, httpStatus: 503, retryable: true })
  expect(new TokenRefreshError('no')).toMatchObject({ transient: false, httpStatus: 401, retryable: false })
})

it('takes no field that is not declared', () => {
  expect(new RateLimitError('no', { headers: 'x' } as object)).not.toHaveProperty('headers')
})
