import type { LoginOptions, Session } from '@auth/client/session'
import type { TokenClaims } from '@auth/tokens'
import type { Requirements } from '@auth/tokens/resource-server'
import type { NextAuthProxy } from './create-proxy.ts'
import type { ProtectOptions } from './guard-render.ts'
import type { ProtectedRouteHandler, RouteHandler } from './guard-route.ts'
import type { AccessToken } from './session-access.ts'
import type { NextSignOutOptions } from './sign-out-of-next.ts'

/** Guards a page, a component or a server action; or, around it, a route handler. */
export interface Protect<Claims extends TokenClaims = TokenClaims> {
  /**
   * To be awaited in a page, in a component below a layout, and first thing in a server action. Goes on with the session, or
   * ends what is being done: by a redirect to the sign-in or to a stronger one, or by a 403.
   *
   * @throws {InvalidConfigError} VAL_2002, naming the requirement
   * @throws {ServiceUnavailableError} SRV_5002, when it cannot be told who this is
   * @throws {AccessDeniedError} AUTH_1010, when another site called the action
   */
  (requirements?: Requirements, options?: ProtectOptions): Promise<Session>
  /**
   * Puts a guard in front of a route handler, which also takes the tokens of the option `resourceServer`. A refusal is
   * JSON, 401, 403 or 503 with its challenge, and the handler does not run.
   *
   * @throws {InvalidConfigError} VAL_2002, naming the requirement
   */
  <RouteContext extends object>(
    handler: ProtectedRouteHandler<RouteContext, Claims>,
    requirements?: Requirements,
  ): RouteHandler<RouteContext>
}

/** What an application's own `auth.ts` exports. */
export interface NextAuth<Claims extends TokenClaims = TokenClaims> {
  /** The routes of the session: `export const { GET, POST } = handlers` in `app/auth/[...auth]/route.ts`. */
  readonly handlers: {
    readonly GET: (request: Request) => Promise<Response>
    readonly POST: (request: Request) => Promise<Response>
  }
  /**
   * Who is signed in, or nobody. It guards nothing, and never redirects. What it answers holds no secret.
   * @throws {ServiceUnavailableError} SRV_5002, when the session store is down
   */
  readonly auth: () => Promise<Session | undefined>
  readonly protect: Protect<Claims>
  /** Refreshes and redirects early: `export { proxy }` in `proxy.ts`. Every guard holds without it. */
  readonly proxy: NextAuthProxy
  /** Sends somebody to the sign-in. For server actions and route handlers. */
  readonly signIn: (options?: LoginOptions) => Promise<never>
  /** Ends the session, here and at the provider, or all of the person's. For server actions and route handlers. */
  readonly signOut: (options?: NextSignOutOptions) => Promise<never>
  /**
   * The access token of whoever is signed in, for calling an API. Secret: it must not reach what is rendered.
   * @throws {LoginRequiredError} AUTH_1009, when nobody is
   */
  readonly getAccessToken: () => Promise<AccessToken>
  /**
   * Calls an API of `apiOrigins` for whoever is signed in, with the token, and with a proof where it is bound to a key.
   * @throws {LoginRequiredError} AUTH_1009, when nobody is
   */
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>
}
