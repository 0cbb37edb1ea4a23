import type { AuthPlatformError } from '@auth/core-errors'
import type { ClaimPaths } from '@auth/tokens/resource-server'
import type { AuthorizationParameters } from '../authorization/authorization-parameters.ts'
import type { AuthPlatformConfig } from '../config/auth-platform-config.ts'
import type { SessionStore } from './kept/session-store.ts'

/** What an error page is made from. */
export interface ErrorPageContext {
  /** Where a new attempt starts, which leads to where the person wanted to go. */
  readonly loginUrl: string
  /** The application's start page. */
  readonly homeUrl: string
  readonly request: Request
}

/** The client's configuration, and how its sessions are. `tokenStore` is not used: see `sessionStore`. */
export interface SessionConfig extends AuthPlatformConfig {
  /** The application's own address: its origin, and the path below which it is. Headers never change it. */
  readonly publicUrl: string
  /**
   * What cookies are sealed with, at least 32 characters each. The first one seals, all of them open. A new one is put last
   * at first, and first once every server has it: a server that has not ends the sessions that are sealed with it.
   */
  readonly secret: string | readonly string[]
  /** The path below `publicUrl` where the routes are. @default '/auth' */
  readonly routesPath?: string | undefined
  /** Where sessions are kept. @default in the cookie: see what that cannot promise */
  readonly sessionStore?: SessionStore | undefined
  /** How long a session lives without being used, in seconds. @default 86400 */
  readonly idleLifetimeSeconds?: number | undefined
  /** How long a session lives at most, in seconds. @default 604800 */
  readonly absoluteLifetimeSeconds?: number | undefined
  /** How long a login may take, in seconds. @default 3600 */
  readonly loginLifetimeSeconds?: number | undefined
  /** What the cookies' names begin with, after `__Host-`. @default 'auth'; over http 'auth-' and the port */
  readonly cookieName?: string | undefined
  /**
   * What every login asks for beside what it says itself. A link to the login route asks for no other `acrValues`, no
   * greater age, and no prompt in place of these.
   */
  readonly loginParameters?: Omit<AuthorizationParameters, 'redirectUri' | 'usePkce' | 'dpopJkt'> | undefined
  /** Where the provider sends people after a sign-out: below `publicUrl`, registered there, served by `handle`. @default '/auth/signed-out' */
  readonly postLogoutRedirectUri?: string | undefined
  /** Whether scripts of the application may have the access token, by the route `access-token`. @default false */
  readonly exposeAccessToken?: boolean | undefined
  /** Where roles and permissions are in the ID token's claims. */
  readonly claimPaths?: ClaimPaths | undefined
  /** Makes the page for a login that failed. @default a plain one */
  readonly errorPage?: ((error: AuthPlatformError, context: ErrorPageContext) => Response | Promise<Response>) | undefined
}
