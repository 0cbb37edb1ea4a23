import { isSameOrigin, type Session } from '@auth/client/session'
import { AccessDeniedError, UnauthorizedError } from '@auth/core-errors'
import type { TokenClaims } from '@auth/tokens'
import { type AuthContext, createRequirementsCheck, type Requirements } from '@auth/tokens/resource-server'
import { checkRequested } from './check-requested.ts'
import { writeCookies } from './cookie-writes.ts'
import type { NextAuthContext } from './next-auth-context.ts'
import type { NextAuthParts } from './next-auth-parts.ts'
import type { NextPlatform, RequestCookies } from './next-platform.ts'

/** Who calls a route handler: somebody with a session, or a program with an access token. */
export type RouteAuth<Claims extends TokenClaims = TokenClaims> =
  | { readonly via: 'session'; readonly claims: Session['claims']; readonly scopes: readonly string[]; readonly session: Session }
  | { readonly via: 'token'; readonly claims: Claims; readonly scopes: readonly string[]; readonly token: AuthContext<Claims> }

/** A Next.js route handler: a web-standard request in, a response out. */
export type RouteHandler<RouteContext> = (request: Request, context: RouteContext) => Promise<Response>

/** A route handler that is told who calls. */
export type ProtectedRouteHandler<RouteContext, Claims extends TokenClaims> = (
  request: Request,
  context: RouteContext & { readonly auth: RouteAuth<Claims> },
) => Response | Promise<Response>

/** A request that may pass, and what its answer must carry. */
interface Passed<Claims extends TokenClaims> {
  readonly auth: RouteAuth<Claims>
  readonly headers: Headers
}

/** A method that changes nothing (RFC 9110 §9.2.1). */
const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD'

/**
 * Puts a guard in front of a route handler. Whoever sends an `Authorization` header is judged by it alone; everybody else
 * by their session. A refusal is answered as JSON with its challenge, and the handler does not run.
 */
export function guardRoute<RouteContext extends object, Claims extends TokenClaims>(
  { platform, parts: getParts }: NextAuthContext<Claims>,
  handler: ProtectedRouteHandler<RouteContext, Claims>,
  requirements: Requirements,
): RouteHandler<RouteContext> {
  createRequirementsCheck(requirements) // what nobody could meet is told now, not to the first who asks
  return async function protectedRoute(request, context) {
    // First of all, so that Next.js knows that this cannot be prerendered.
    const cookies = await findCookies(platform)
    if (cookies !== undefined) await checkRequested(platform)
    const parts = await getParts()
    const passed = await judge(parts, { request, cookies }, requirements).catch((error: unknown) => parts.server.challenge(error))
    if ('status' in passed) return Response.json(passed.body, { status: passed.status, headers: passed.headers })
    return withHeaders(await handler(request, { ...context, auth: passed.auth }), passed.headers)
  }
}

/** Next's cookies; none where the handler is called without Next.js, as a test does. What Next throws to find out is left to it. */
async function findCookies(platform: NextPlatform): Promise<RequestCookies | undefined> {
  try {
    return await platform.cookies()
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'digest' in error) throw error
    return undefined
  }
}

interface RouteCall {
  readonly request: Request
  readonly cookies: RequestCookies | undefined
}

async function judge<Claims extends TokenClaims>(
  parts: NextAuthParts<Claims>,
  call: RouteCall,
  requirements: Requirements,
): Promise<Passed<Claims>> {
  if (!call.request.headers.has('authorization')) return judgeSession(parts, call, requirements)
  if (!parts.takesTokens) throw new UnauthorizedError('access tokens are not taken here')
  const { auth, headers } = await parts.server.authenticate(call.request, requirements)
  return { auth: { via: 'token', claims: auth.claims, scopes: auth.scopes, token: auth }, headers: new Headers(headers) }
}

async function judgeSession<Claims extends TokenClaims>(
  { manager, publicUrl }: NextAuthParts<Claims>,
  { request, cookies: jar }: RouteCall,
  requirements: Requirements,
): Promise<Passed<Claims>> {
  const check = manager.createCheck(requirements)
  // A browser sends the cookies along whoever made it call.
  if (!isSafe(request.method) && !isSameOrigin(request, publicUrl)) throw new AccessDeniedError('another site made this request')
  const { state, cookies, headers } = await manager.update(request)
  if (jar !== undefined) {
    // Next adds what is set here to whatever the handler answers, and what runs later in this request reads the new cookies.
    writeCookies(jar, cookies)
    headers.delete('set-cookie')
  }
  if (state.kind === 'none') throw new UnauthorizedError('nobody is signed in')
  const { session } = state
  check(session)
  return { auth: { via: 'session', claims: session.claims, scopes: session.scopes, session }, headers }
}

/** The handler's answer and the guard's headers; what the handler says of caching stands only if it is no less private. */
function withHeaders({ body, status, statusText, headers }: Response, added: Headers): Response {
  const all = new Headers(headers)
  const isPrivate = /\b(?:private|no-store)\b/i.test(headers.get('cache-control') ?? '')
  for (const [name, value] of added) {
    if (name !== 'cache-control') all.append(name, value)
    else if (!isPrivate) all.set(name, value)
  }
  return new Response(body, { status, statusText, headers: all })
}
