import type { ClaimPaths } from '@auth/tokens/resource-server'
import type { CookieRules } from './cookies/session-cookie.ts'
import type { SessionConfig } from './session-config.ts'
import type { SessionRoutes } from './session-results.ts'
import type { SessionStore } from './kept/session-store.ts'

/** The names of the cookies. */
export interface CookieNames {
  readonly session: string
  /** Followed by the beginning of the login's state. */
  readonly login: string
  readonly logout: string
}

/** A session configuration that has been checked, with every default filled in. Frozen. */
export interface SessionSettings {
  readonly homeUrl: string
  /** The path of `publicUrl`, without a slash at its end. */
  readonly publicPath: string
  readonly routes: SessionRoutes
  readonly secrets: readonly string[]
  readonly store: SessionStore | undefined
  readonly idleLifetimeSeconds: number
  readonly absoluteLifetimeSeconds: number
  readonly loginLifetimeSeconds: number
  readonly cookieNames: CookieNames
  readonly cookieRules: CookieRules
  readonly loginParameters: NonNullable<SessionConfig['loginParameters']>
  readonly exposeAccessToken: boolean
  readonly claimPaths: ClaimPaths | undefined
  readonly errorPage: SessionConfig['errorPage']
}
