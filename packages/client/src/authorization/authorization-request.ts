import type { PKCEChallenge } from '@auth/pkce-dpop/pkce'
import type { ResponseMode } from './authorization-parameters.ts'

/** An authorization request: where to send the browser, and what to keep, bound to that browser, until it comes back. */
export interface AuthorizationRequest {
  readonly url: string
  /** The provider's: its answer must come from it, and the code goes only to it. */
  readonly issuer: string
  readonly state: string
  /** With the scope `openid` only. */
  readonly nonce: string | undefined
  /** Its `codeVerifier` is a secret. Undefined without PKCE. */
  readonly pkce: PKCEChallenge | undefined
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly responseMode: ResponseMode | undefined
  readonly maxAgeSeconds: number | undefined
}
