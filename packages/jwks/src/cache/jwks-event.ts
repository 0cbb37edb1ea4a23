import type { AuthPlatformError } from '@auth/core-errors'

/** What a `JWKSCache` tells its `onEvent`. `source` is the `jwksUri` or the issuer that the keys are asked from. */
export type JWKSEvent =
  /** A set was fetched, or confirmed as it is; withdrawn: it has no usable key. */
  | {
      readonly type: 'jwks_refreshed' | 'jwks_withdrawn'
      readonly source: string
      readonly keyCount: number
      readonly isUnchanged: boolean
      /** How long the fetch took, discovery included. */
      readonly durationSeconds: number
    }
  /** It could not be fetched, or what came is no set; the last good one is kept. */
  | {
      readonly type: 'jwks_refresh_failed'
      readonly source: string
      readonly error: AuthPlatformError
      readonly retryAfterSeconds: number
      readonly durationSeconds: number
    }
  /** The storage failed, or gave what cannot be used. */
  | { readonly type: 'jwks_storage_failed'; readonly source: string; readonly operation: 'get' | 'set'; readonly error: unknown }

/** Tells it. A listener that throws, now or later, breaks nothing. */
export function emitEvent(onEvent: (event: JWKSEvent) => unknown, event: JWKSEvent): void {
  void (async () => onEvent(event))().catch(() => undefined)
}
