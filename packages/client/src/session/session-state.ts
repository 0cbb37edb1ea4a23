import type { Session } from './session.ts'

/**
 * What a request's cookies say. `none`: nobody is signed in. `active`: somebody is. `stale`: somebody is, but the access
 * token has expired and has to be refreshed first, which only a response that can set cookies may do.
 */
export type SessionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'active'; readonly session: Session }
  | { readonly kind: 'stale'; readonly session: Session }
