import type { IdTokenClaims } from '@auth/tokens'

/** What changed, in this tab or in another one. */
export type BrowserClientEvent =
  /** Somebody has signed in, there are new tokens for the same person, or nobody is signed in any more. */
  | { readonly type: 'signed_in' | 'tokens_refreshed' | 'signed_out'; readonly user: IdTokenClaims | undefined }
  /** A refresh has failed; where it is not `transient`, the sign-in has ended, which `signed_out` has told before. */
  | { readonly type: 'refresh_failed'; readonly error: unknown }
