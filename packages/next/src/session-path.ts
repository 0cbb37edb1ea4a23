import type { SessionManager } from '@auth/client/session'

/**
 * The path of the session's route that is asked for; undefined where it is none. With `trailingSlash`, Next.js ends every
 * path with a slash, and has led the browser there.
 */
export function toSessionPath(manager: Pick<SessionManager, 'handles'>, path: string): string | undefined {
  return [path, path.replace(/\/$/, '')].find((spelling) => manager.handles(spelling))
}

/** The request as its route knows it. */
export function toSessionRequest(manager: Pick<SessionManager, 'handles'>, request: Request): Request {
  const url = new URL(request.url)
  const path = toSessionPath(manager, url.pathname) ?? url.pathname
  return path === url.pathname ? request : new Request(Object.assign(url, { pathname: path }), request)
}
