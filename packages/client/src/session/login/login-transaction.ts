import type { ResponseMode } from '../../authorization/authorization-parameters.ts'
import type { AuthorizationRequest } from '../../authorization/authorization-request.ts'
import type { LoginOptions } from './login-options.ts'

/** What is kept of a login until the browser comes back, sealed in a cookie of its own. */
export interface LoginTransaction {
  readonly state: string
  readonly nonce: string | undefined
  readonly codeVerifier: string | undefined
  /** The provider that was asked. */
  readonly issuer: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly responseMode: ResponseMode | undefined
  readonly maxAgeSeconds: number | undefined
  readonly acrValues: readonly string[] | undefined
  readonly returnTo: string
  /** The hash of the browser's `User-Agent`. */
  readonly userAgent: string
  /** In seconds since the epoch. */
  readonly createdAt: number
}

/** What a transaction knows beside the authorization request. */
export type LoginFacts = Pick<LoginTransaction, 'returnTo' | 'userAgent' | 'createdAt'> & Pick<LoginOptions, 'acrValues'>

export function toTransaction(request: AuthorizationRequest, { acrValues, ...facts }: LoginFacts): LoginTransaction {
  const { state, nonce, pkce, issuer, redirectUri, scopes, responseMode, maxAgeSeconds } = request
  const codeVerifier = pkce?.codeVerifier
  return { state, nonce, codeVerifier, issuer, redirectUri, scopes, responseMode, maxAgeSeconds, acrValues, ...facts }
}
