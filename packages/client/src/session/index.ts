export type { CookieJar, CookieSource, RequestSource } from './cookie-source.ts'
export type { LoginOptions, SignOutOptions } from './login-options.ts'
export type { ErrorPageContext, SessionConfig } from './session-config.ts'
export type { SessionCookie, SessionCookieAttributes, SessionWrites } from './session-cookie.ts'
export type {
  SessionAccessOptions,
  SessionAccessToken,
  SessionFetch,
  SessionRedirect,
  SessionRoutes,
  SessionUpdate,
} from './session-results.ts'
export type { SessionState } from './session-state.ts'
export type { NewSession, SessionOwner, SessionSelection, SessionStore } from './session-store.ts'
export type { Session, SessionUser } from './session.ts'
