import type { SessionWrites } from './cookies/session-writes.ts'
import type { SessionState } from './session-state.ts'

/** What a session is after it was brought up to date. Never stale. */
export interface SessionUpdate extends SessionWrites {
  readonly state: Exclude<SessionState, { readonly kind: 'stale' }>
}

/** An access token of the session, for calling APIs. Secret. */
export interface SessionAccessToken extends SessionWrites {
  readonly accessToken: string
  /** `Bearer`, or `DPoP` for a token that is bound to this server's key. */
  readonly tokenType: string
  /** In seconds since the epoch, where the provider says so. */
  readonly expiresAt: number | undefined
  readonly scopes: readonly string[]
}

/** What an API answered. */
export interface SessionFetch extends SessionWrites {
  readonly response: Response
}

/** Where to send the browser; the cookies must be set by the same response. */
export interface SessionRedirect extends SessionWrites {
  readonly url: string
}

/** What a caller can do. */
export interface SessionAccessOptions {
  /** Whether the response can still set cookies. Where it cannot, nothing is refreshed. @default true */
  readonly canWriteCookies?: boolean | undefined
}

/** The absolute URLs of the routes. */
export interface SessionRoutes {
  readonly login: string
  readonly callback: string
  readonly logout: string
  readonly signedOut: string
  readonly session: string
  readonly accessToken: string
  readonly refresh: string
  readonly backchannelLogout: string
  readonly frontchannelLogout: string
}
