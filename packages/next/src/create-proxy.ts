import { type NextRequest, NextResponse } from 'next/server.js'
import { isAuthPlatformError } from '@auth/core-errors'
import type { SessionUpdate } from '@auth/client/session'
import { isNavigation } from './is-navigation.ts'
import type { NextAuthParts } from './next-auth-parts.ts'
import { returnPathHeader } from './return-path.ts'
import { toSessionPath } from './session-path.ts'

/** What `proxy.ts` exports. */
export type NextAuthProxy = (request: NextRequest) => Promise<NextResponse>

/**
 * Brings the session up to date before anything is rendered, tells pages where they are, and sends people without a session
 * to the sign-in early. It guards nothing: what it lets through is judged where the data is.
 */
export function createProxy(parts: () => Promise<NextAuthParts>): NextAuthProxy {
  return async function proxy(request) {
    const { manager, signInPaths } = await parts()
    const { basePath, pathname, search } = request.nextUrl
    const returnTo = basePath + pathname + search
    const headers = new Headers(request.headers)
    headers.delete(returnPathHeader)
    if (pathname.startsWith('/_next/') || toSessionPath(manager, pathname) !== undefined) return NextResponse.next({ request: { headers } })
    headers.set(returnPathHeader, returnTo)
    const update = await manager.update(request).catch(passFailure)
    if (update === undefined) return NextResponse.next({ request: { headers } })
    const isLost = update.state.kind === 'none' && isBelow(pathname, signInPaths) && isNavigation(request)
    if (isLost) return keepPrivate(update, NextResponse.redirect(manager.loginUrl({ returnTo })))
    for (const { name, value, attributes } of update.cookies) {
      if (attributes.maxAge === 0) request.cookies.delete(name)
      else request.cookies.set(name, value)
    }
    const cookie = request.headers.get('cookie')
    if (cookie === null) headers.delete('cookie')
    else headers.set('cookie', cookie)
    const response = NextResponse.next({ request: { headers } })
    // Who is nobody and stays nobody gets the answer as it is.
    return update.state.kind === 'none' && update.cookies.length === 0 ? response : keepPrivate(update, response)
  }
}

/** That the session cannot be brought up to date is for the guards to tell, to those whom it concerns. */
function passFailure(error: unknown): undefined {
  if (!isAuthPlatformError(error)) throw error
}

function isBelow(path: string, starts: readonly string[]): boolean {
  return starts.some((start) => start === '/' || path === start || path.startsWith(`${start}/`))
}

/** The cookies, and that nobody else may keep the answer. */
function keepPrivate({ headers }: SessionUpdate, response: NextResponse): NextResponse {
  for (const [name, value] of headers) response.headers.append(name, value)
  return response
}
