import type { ErrorCode } from '@auth/core-errors'
import type { HTTPEvent } from '@auth/http-resilience'
import type { JWKSEvent } from '@auth/jwks'
import type { TokenValidationEvent } from '@auth/tokens'

/** A request for tokens has ended, after all its attempts. One that its caller aborted is not told. */
export type TokenRequestEvent = {
  /** The `grant_type` of the request. */
  readonly grant: string
  /** All attempts, the waits between them, discovery and the check of an ID token included. */
  readonly durationSeconds: number
  /** What the call was given. */
  readonly correlationId: string | undefined
} & (
  | { readonly type: 'tokens_granted' }
  /** The provider, or a check of its answer, says no; `tokens_unavailable`: nothing could be had, and a later call may succeed. */
  | { readonly type: 'tokens_refused' | 'tokens_unavailable'; readonly code: ErrorCode | undefined }
)

/** What an `AuthPlatformClient` tells. No event holds a token, a secret, a claim, or a URL's query. */
export type AuthPlatformClientEvent =
  | TokenRequestEvent
  /** Every attempt, retry and change of a circuit, discovery and key sets left out. */
  | HTTPEvent
  /** The provider's keys. */
  | JWKSEvent
  /** The tokens that `validateToken` judged. */
  | TokenValidationEvent
