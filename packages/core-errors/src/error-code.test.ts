import { describe, expect, it } from 'vitest'
import * as errors from './index.ts'
import { AuthPlatformError, ErrorCode } from './index.ts'

/** The table of the contract: code, class, HTTP status. */
const table = [
  ['AUTH_1001', 'TokenExpiredError', 401],
  ['AUTH_1002', 'TokenInvalidError', 401],
  ['AUTH_1003', 'TokenRefreshError', 401],
  ['AUTH_1004', 'InvalidCredentialsError', 401],
  ['AUTH_1005', 'UnauthorizedError', 401],
  ['AUTH_1006', 'InsufficientScopeError', 403],
  ['AUTH_1007', 'StepUpRequiredError', 401],
  ['AUTH_1008', 'TokenRevokedError', 401],
  ['AUTH_1009', 'LoginRequiredError', 401],
  ['AUTH_1010', 'AccessDeniedError', 403],
  ['AUTH_1011', 'AuthorizationExpiredError', 401],
  ['VAL_2001', 'ValidationError', 400],
  ['VAL_2002', 'InvalidConfigError', 500],
  ['VAL_2003', 'InvalidScopeError', 400],
  ['VAL_2004', 'InvalidGrantError', 400],
  ['VAL_2005', 'CallbackError', 400],
  ['NET_3001', 'NetworkError', 503],
  ['NET_3002', 'TimeoutError', 503],
  ['NET_3003', 'ConnectionError', 503],
  ['NET_3004', 'CircuitOpenError', 503],
  ['RATE_4001', 'RateLimitError', 429],
  ['RATE_4002', 'QuotaExceededError', 429],
  ['SRV_5001', 'ServerError', 502],
  ['SRV_5002', 'ServiceUnavailableError', 503],
  ['SRV_5003', 'ProtocolError', 502],
  ['SRV_5004', 'KeysUnavailableError', 503],
  ['DPOP_6001', 'DPoPError', 401],
  ['DPOP_6002', 'DPoPError', 401],
  ['DPOP_6003', 'DPoPError', 401],
  ['DPOP_6004', 'DPoPError', 401],
  ['PKCE_7001', 'PKCEError', 400],
  ['PKCE_7002', 'PKCEError', 400],
] as const

type AnyErrorClass = new (message?: string, options?: object) => AuthPlatformError
const classes = errors as unknown as Record<string, AnyErrorClass> // looked up by the names in the table

describe('the table of errors', () => {
  it('holds every code of ErrorCode once, and no other', () => {
    expect(table.map(([code]) => code)).toEqual(Object.values(ErrorCode))
    expect(new Set(Object.values(ErrorCode)).size).toBe(table.length)
  })

  it('gives each its name', () => {
    const names = {
      TOKEN_EXPIRED: 'AUTH_1001',
      TOKEN_INVALID: 'AUTH_1002',
      TOKEN_REFRESH_FAILED: 'AUTH_1003',
      INVALID_CREDENTIALS: 'AUTH_1004',
      UNAUTHORIZED: 'AUTH_1005',
      INSUFFICIENT_SCOPE: 'AUTH_1006',
      STEP_UP_REQUIRED: 'AUTH_1007',
      TOKEN_REVOKED: 'AUTH_1008',
      LOGIN_REQUIRED: 'AUTH_1009',
      ACCESS_DENIED: 'AUTH_1010',
      AUTHORIZATION_EXPIRED: 'AUTH_1011',
      VALIDATION_ERROR: 'VAL_2001',
      INVALID_CONFIG: 'VAL_2002',
      INVALID_SCOPE: 'VAL_2003',
      INVALID_GRANT: 'VAL_2004',
      CALLBACK_INVALID: 'VAL_2005',
      NETWORK_ERROR: 'NET_3001',
      TIMEOUT_ERROR: 'NET_3002',
      CONNECTION_ERROR: 'NET_3003',
      CIRCUIT_OPEN: 'NET_3004',
      RATE_LIMITED: 'RATE_4001',
      QUOTA_EXCEEDED: 'RATE_4002',
      SERVER_ERROR: 'SRV_5001',
      SERVICE_UNAVAILABLE: 'SRV_5002',
      PROTOCOL_ERROR: 'SRV_5003',
      KEYS_UNAVAILABLE: 'SRV_5004',
      DPOP_REQUIRED: 'DPOP_6001',
      DPOP_INVALID: 'DPOP_6002',
      DPOP_NONCE_REQUIRED: 'DPOP_6003',
      DPOP_REPLAYED: 'DPOP_6004',
      PKCE_REQUIRED: 'PKCE_7001',
      PKCE_INVALID: 'PKCE_7002',
    } satisfies typeof ErrorCode
    expect(ErrorCode).toEqual(names)
  })

  it.each(table)('%s is a %s that answers %i', (code, className, httpStatus) => {
    const error = new classes[className]!('what happened', { code })
    expect(error).toMatchObject({ code, name: className, httpStatus, message: 'what happened', details: {} })
    expect(error).toBeInstanceOf(AuthPlatformError)
    expect(error).toBeInstanceOf(Error)
    expect(error.stack).toContain(className)
    expect(classes[className]!.name).toBe(className)
  })

  it('lets nobody give a class a code that is not its own', () => {
    expect(new classes['TokenExpiredError']!('', { code: 'AUTH_1002' }).code).toBe('AUTH_1001')
  })

  it.each([...new Set(table.map(([, className]) => className))])('%s has a readable message by default', (className) => {
    expect(new classes[className]!().message).toMatch(/^[a-z ]+ error$/)
  })
})
