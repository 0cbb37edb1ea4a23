import type { IdTokenClaims } from '@auth/tokens'

/** What changed, in this tab or in another one. */
export type BrowserClientEvent =
  /** Somebody has signed in; `user` is undefined without an ID token. */
  | { readonly type: 'signed_in'; readonly user: IdTokenClaims | undefined }
  /** There are new tokens for the same person. */
  | { readonly type: 'tokens_refreshed' }
  /** Nobody is signed in any more. */
  | { readonly type: 'signed_out' }
  /** A refresh has failed; where it is not `transient`, `signed_out` follows. */
  | { readonly type: 'refresh_failed'; readonly error: unknown }
