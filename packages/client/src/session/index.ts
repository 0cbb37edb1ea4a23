export type { CookieJar, CookieSource, RequestSource } from './cookies/cookie-source.ts'
export type { SessionCookie, SessionCookieAttributes } from './cookies/session-cookie.ts'
export type { SessionWrites } from './cookies/session-writes.ts'
export { MemorySessionStore } from './kept/memory-session-store.ts'
export type { MemorySessionStoreOptions } from './kept/memory-session-store.ts'
export type { NewSession, SessionOwner, SessionSelection, SessionStore } from './kept/session-store.ts'
export { isSameOrigin } from './login/is-same-origin.ts'
export type { LoginOptions, SignOutOptions } from './login/login-options.ts'
export { mayStartLogin } from './login/may-start-login.ts'
export { toErrorResponse } from './routes/show-error.ts'
export type { ErrorPageContext, SessionConfig } from './session-config.ts'
export { SessionManager } from './session-manager.ts'
export type {
  SessionAccessOptions,
  SessionAccessToken,
  SessionFetch,
  SessionRedirect,
  SessionRoutes,
  SessionUpdate,
} from './session-results.ts'
export type { SessionState } from './session-state.ts'
export type { Session, SessionUser } from './session.ts'
