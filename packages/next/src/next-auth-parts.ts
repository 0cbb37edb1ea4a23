import { SessionManager, type SessionStore } from '@auth/client/session'
import { UnauthorizedError } from '@auth/core-errors'
import type { TokenClaims } from '@auth/tokens'
import { ResourceServer, type ResourceServerOptions } from '@auth/tokens/resource-server'
import { type NextAuthChoices, type NextAuthConfig, parseNextAuthChoices } from './next-auth-config.ts'

/** What an application's guards stand on; one of it in a process. */
export interface NextAuthParts<Claims extends TokenClaims = TokenClaims> extends NextAuthChoices {
  readonly manager: SessionManager
  /** Judges tokens, and words every refusal of a route handler. */
  readonly server: ResourceServer<Claims, Request>
  /** Whether route handlers take tokens at all. */
  readonly takesTokens: boolean
  readonly publicUrl: string
  readonly sessionStore: SessionStore | undefined
}

/**
 * Makes the parts from the options.
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function createParts<Claims extends TokenClaims>(config: NextAuthConfig<Claims>): NextAuthParts<Claims> {
  const choices = parseNextAuthChoices(config)
  return {
    ...choices,
    manager: new SessionManager(config),
    server: new ResourceServer<Claims, Request>(toServerOptions(config)),
    takesTokens: config.resourceServer !== undefined,
    publicUrl: config.publicUrl,
    sessionStore: config.sessionStore,
  }
}

function toServerOptions<Claims extends TokenClaims>(config: NextAuthConfig<Claims>): ResourceServerOptions<Claims, Request> {
  const { resourceServer, baseUrl, issuer = baseUrl, publicUrl, claimPaths, fetch, now, monotonicNow, allowInsecureLoopback } = config
  if (resourceServer === undefined) return wordsOnly
  return { issuer, publicUrl, claimPaths, fetch, now, monotonicNow, allowInsecureLoopback, ...resourceServer } as ResourceServerOptions<
    Claims,
    Request
  >
}

/** The resource server of an application that takes no tokens: it only words refusals. */
const wordsOnly = {
  validator: { validate: (): Promise<never> => Promise.reject(new UnauthorizedError('access tokens are not taken here')) },
}
