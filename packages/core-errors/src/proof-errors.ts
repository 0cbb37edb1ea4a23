import type { AuthPlatformError } from './auth-platform-error.ts'
import { defineError, type ErrorClass } from './define-error.ts'

/** What a {@link DPoPError} has beyond every error. */
export interface DPoPErrorFields {
  /** Which of the class's codes. @default 'DPOP_6002' */
  readonly code: 'DPOP_6001' | 'DPOP_6002' | 'DPOP_6003' | 'DPOP_6004'
  /** The nonce to use in the next proof, where the server gave one. */
  readonly dpopNonce: string | undefined
}

/** A DPoP proof is missing, bad, without the nonce, or used before (RFC 9449). */
export interface DPoPError extends AuthPlatformError, DPoPErrorFields {
  readonly name: 'DPoPError'
  readonly code: DPoPErrorFields['code']
}
export const DPoPError: ErrorClass<DPoPError, DPoPErrorFields> = /* @__PURE__ */ defineError('DPoPError', 'DPOP_6002', 401, {
  code: 'DPOP_6002',
  dpopNonce: undefined,
})

/** What a {@link PKCEError} has beyond every error. */
export interface PKCEErrorFields {
  /** Which of the class's codes. @default 'PKCE_7002' */
  readonly code: 'PKCE_7001' | 'PKCE_7002'
}

/** PKCE is missing or bad (RFC 7636). */
export interface PKCEError extends AuthPlatformError, PKCEErrorFields {
  readonly name: 'PKCEError'
  readonly code: PKCEErrorFields['code']
}
export const PKCEError: ErrorClass<PKCEError, PKCEErrorFields> = /* @__PURE__ */ defineError('PKCEError', 'PKCE_7002', 400, {
  code: 'PKCE_7002',
})
