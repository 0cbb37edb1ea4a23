import { checkObject, checkOption, checkString, checkStringList } from '@auth/core-errors/options'
import type { SessionConfig } from '@auth/client/session'
import type { TokenClaims, TokenValidatorOptions } from '@auth/tokens'
import type { ResourceServerSettings } from '@auth/tokens/resource-server'

/**
 * How access tokens are judged that other programs send to route handlers. `issuer`, `publicUrl`, `claimPaths`, `fetch` and
 * the clocks are the session's, where they are left out here.
 */
export type RouteTokenOptions<Claims extends TokenClaims = TokenClaims> = ResourceServerSettings<Request> &
  Partial<TokenValidatorOptions<Claims>> & {
    /** Who the tokens must be for: this application's own API, never another one that it calls. */
    readonly audience: string
  }

/** The options of the session, and what Next.js adds. */
export interface NextAuthConfig<Claims extends TokenClaims = TokenClaims> extends SessionConfig {
  /**
   * Lets route handlers take Bearer and DPoP access tokens beside the session.
   * @default none: a route handler takes a session only
   */
  readonly resourceServer?: RouteTokenOptions<Claims> | undefined
  /**
   * The paths from which `proxy` sends people to the sign-in before anything is rendered; what is below a path is part of
   * it. This guards nothing: `protect` does, where the data is.
   * @default none
   */
  readonly signInPaths?: readonly string[] | undefined
  /**
   * The page for people who may not, where `experimental.authInterrupts` is off; where it is on, `forbidden.tsx` is.
   * @default none: the application's page for 404
   */
  readonly forbiddenPath?: string | undefined
  /**
   * Proxy, pages and route handlers each load their own copy of a module. The copies of one `instance` in a process share
   * one session manager.
   * @default all of the same `baseUrl`, `clientId` and `publicUrl`; with an injected `fetch` or clock, none
   */
  readonly instance?: string | undefined
}

/** The options that are Next's own, checked. */
export interface NextAuthChoices {
  readonly signInPaths: readonly string[]
  readonly forbiddenPath: string | undefined
}

function checkPath(value: unknown, option: string): string {
  const path = checkString(value, option)
  return checkOption(/^\/(?![/\\])/.test(path), path, option, 'a path of the application, such as "/orders"')
}

/**
 * Checks the options that are Next's own.
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function parseNextAuthChoices(config: NextAuthConfig): NextAuthChoices {
  const { signInPaths = [], forbiddenPath, instance } = checkObject<NextAuthConfig>(config, 'config')
  if (instance !== undefined) checkString(instance, 'instance')
  const paths = signInPaths.length === 0 ? [] : checkStringList(signInPaths, 'signInPaths')
  return {
    signInPaths: paths.map((path) => checkPath(path, 'signInPaths').replace(/(.)\/$/, '$1')),
    forbiddenPath: forbiddenPath === undefined ? undefined : checkPath(forbiddenPath, 'forbiddenPath'),
  }
}
