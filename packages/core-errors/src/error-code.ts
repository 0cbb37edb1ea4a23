import { splitWords } from './split-words.ts'

/** The prefix of the codes, then their names in the order of their numbers. They are written as the classes are, which compresses well. */
const rows = [
  'AUTH_1 TokenExpired TokenInvalid TokenRefreshFailed InvalidCredentials Unauthorized InsufficientScope StepUpRequired ' +
    'TokenRevoked LoginRequired AccessDenied AuthorizationExpired',
  'VAL_2 ValidationError InvalidConfig InvalidScope InvalidGrant CallbackInvalid',
  'NET_3 NetworkError TimeoutError ConnectionError CircuitOpen',
  'RATE_4 RateLimited QuotaExceeded',
  'SRV_5 ServerError ServiceUnavailable ProtocolError KeysUnavailable',
  'DPOP_6 DPoPRequired DPoPInvalid DPoPNonceRequired DPoPReplayed',
  'PKCE_7 PKCERequired PKCEInvalid',
]

function toCodes(): typeof ErrorCode {
  const entries = rows.flatMap((row) => {
    const [prefix, ...names] = row.split(' ')
    return names.map((name, index) => [splitWords(name, '_').toUpperCase(), prefix + `${index + 1}`.padStart(3, '0')])
  })
  return Object.fromEntries(entries) as typeof ErrorCode
}

/** Every code that an error of the `@auth` packages carries, by its name. A new code needs a decision record. */
export const ErrorCode: {
  readonly TOKEN_EXPIRED: 'AUTH_1001'
  readonly TOKEN_INVALID: 'AUTH_1002'
  readonly TOKEN_REFRESH_FAILED: 'AUTH_1003'
  readonly INVALID_CREDENTIALS: 'AUTH_1004'
  readonly UNAUTHORIZED: 'AUTH_1005'
  readonly INSUFFICIENT_SCOPE: 'AUTH_1006'
  readonly STEP_UP_REQUIRED: 'AUTH_1007'
  readonly TOKEN_REVOKED: 'AUTH_1008'
  readonly LOGIN_REQUIRED: 'AUTH_1009'
  readonly ACCESS_DENIED: 'AUTH_1010'
  readonly AUTHORIZATION_EXPIRED: 'AUTH_1011'
  readonly VALIDATION_ERROR: 'VAL_2001'
  readonly INVALID_CONFIG: 'VAL_2002'
  readonly INVALID_SCOPE: 'VAL_2003'
  readonly INVALID_GRANT: 'VAL_2004'
  readonly CALLBACK_INVALID: 'VAL_2005'
  readonly NETWORK_ERROR: 'NET_3001'
  readonly TIMEOUT_ERROR: 'NET_3002'
  readonly CONNECTION_ERROR: 'NET_3003'
  readonly CIRCUIT_OPEN: 'NET_3004'
  readonly RATE_LIMITED: 'RATE_4001'
  readonly QUOTA_EXCEEDED: 'RATE_4002'
  readonly SERVER_ERROR: 'SRV_5001'
  readonly SERVICE_UNAVAILABLE: 'SRV_5002'
  readonly PROTOCOL_ERROR: 'SRV_5003'
  readonly KEYS_UNAVAILABLE: 'SRV_5004'
  readonly DPOP_REQUIRED: 'DPOP_6001'
  readonly DPOP_INVALID: 'DPOP_6002'
  readonly DPOP_NONCE_REQUIRED: 'DPOP_6003'
  readonly DPOP_REPLAYED: 'DPOP_6004'
  readonly PKCE_REQUIRED: 'PKCE_7001'
  readonly PKCE_INVALID: 'PKCE_7002'
} = /* @__PURE__ */ toCodes()

/** One of the codes in the table `ErrorCode`, as it is written on the wire: `AUTH_1001`, `NET_3004`, … */
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode]
