import * as React from 'react'
import type { Session } from '@auth/client/session'
import type { TokenClaims } from '@auth/tokens'
import type { Requirements } from '@auth/tokens/resource-server'
import type { NextAuthContext } from './next-auth-context.ts'
import { writeCookies } from './cookie-writes.ts'
import { createProxy } from './create-proxy.ts'
import { guardRender, type ProtectOptions } from './guard-render.ts'
import { guardRoute, type ProtectedRouteHandler, type RouteHandler } from './guard-route.ts'
import type { NextAuth, Protect } from './next-auth.ts'
import { findParts, type NextAuthConfigSource } from './find-parts.ts'
import { type NextPlatform, nextPlatform } from './next-platform.ts'
import { readReturnPath } from './return-path.ts'
import { toSessionRequest } from './session-path.ts'
import { signOutOfNext } from './sign-out-of-next.ts'
import { fetchWithSession, readAccessToken } from './session-access.ts'

/**
 * Signs people in, keeps them signed in, and guards what is theirs. Options that are read from the environment are best
 * given as a function, which is called at the first request: `next build` loads every module, without that environment.
 *
 * @throws {InvalidConfigError} VAL_2002, naming the option; where the options are a function, whatever is called throws it
 */
export function createNextAuth<Claims extends TokenClaims = TokenClaims>(config: NextAuthConfigSource<Claims>): NextAuth<Claims> {
  return createNextAuthOn(nextPlatform, config)
}

/** The same on another platform than Next.js, such as that of a test. */
export function createNextAuthOn<Claims extends TokenClaims>(
  platform: NextPlatform,
  config: NextAuthConfigSource<Claims>,
): NextAuth<Claims> {
  const parts = findParts(config)
  const context: NextAuthContext<Claims> = { platform, parts }

  async function read(): Promise<Session | undefined> {
    const cookies = await platform.cookies()
    const { manager } = await parts()
    const state = await manager.read(cookies)
    return state.kind === 'none' ? undefined : state.session
  }

  const guard = (
    first: Requirements | ProtectedRouteHandler<object, Claims> = {},
    second: Requirements | ProtectOptions = {},
  ): Promise<Session> | RouteHandler<object> =>
    typeof first === 'function' ? guardRoute(context, first, second as Requirements) : guardRender(context, first, second as ProtectOptions)

  const handle = async (request: Request): Promise<Response> => {
    const { manager } = await parts()
    return manager.handle(toSessionRequest(manager, request))
  }
  return {
    handlers: { GET: handle, POST: handle },
    // Rendered once, a page is read once, however many of its components ask.
    auth: React.cache(read),
    protect: guard as Protect<Claims>,
    proxy: createProxy(parts),
    async signIn(options = {}) {
      const headers = await platform.headers()
      const { manager, publicUrl } = await parts()
      const returnTo = options.returnTo ?? (await readReturnPath(platform, publicUrl))
      const { url, cookies } = await manager.startLogin({ headers }, { ...options, returnTo })
      writeCookies(await platform.cookies(), cookies)
      return platform.redirect(url)
    },
    signOut: (options = {}) => signOutOfNext(context, options),
    getAccessToken: () => readAccessToken(context),
    fetch: (url, init) => fetchWithSession(context, url, init),
  }
}
