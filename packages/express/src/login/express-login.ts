/// <reference lib="esnext.disposable" preserve="true" />
import type { SessionConfig, SessionManager } from '@auth/client/session'
import type { Requirements } from '@auth/tokens/resource-server'
import type { RequestHandler } from 'express'
import type { ExpressSession } from './express-session.ts'

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- Express's own place for what middleware adds to a request
  namespace Express {
    interface Request {
      /** Who is signed in: set by `requireLogin`, and by `optionalLogin` when somebody is. */
      authSession?: ExpressSession | undefined
    }
  }
}

/** What `createExpressLogin` takes: the options of `SessionManager`, and how refusals are handled. */
export type ExpressLoginOptions = SessionConfig & {
  /** Hands a refusal to `next(error)`, for an error handler of yours, instead of answering it at once. @default false */
  readonly forwardErrors?: boolean | undefined
}

/** The web login of one application. Each middleware is made once, and throws `InvalidConfigError` (VAL_2002) at once. */
export interface ExpressLogin extends AsyncDisposable {
  /** Serves the routes of the session manager: mount it at the application's root, before what reads bodies. */
  readonly routes: () => RequestHandler
  /**
   * Lets a request of a person who is signed in, and meets the requirements, through and sets `req.authSession`. Everybody
   * else who wants a page is sent to the sign-in, or to a stronger one, and comes back. Other requests are refused: 401,
   * 403, 503. What changes something must come from a page of the application itself.
   */
  readonly requireLogin: (requirements?: Requirements) => RequestHandler
  /** Sets `req.authSession` when somebody is signed in, and lets everybody through. An outage is never nobody. */
  readonly optionalLogin: () => RequestHandler
  /** The sessions, for what has no middleware: `signOut`, `startLogin`. */
  readonly manager: SessionManager
}
