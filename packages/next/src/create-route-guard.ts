import { checkFunction } from '@auth/core-errors/options'
import type { TokenClaims } from '@auth/tokens'
import { type AuthContext, type Requirements, ResourceServer, type ResourceServerOptions } from '@auth/tokens/resource-server'

/** A Next.js route handler: a web-standard request in, a response out. */
export type RouteHandler<RouteContext> = (request: Request, context: RouteContext) => Response | Promise<Response>

/** A route handler that is told who calls. */
export type GuardedRouteHandler<RouteContext, Claims extends TokenClaims> = (
  request: Request,
  context: RouteContext & { readonly auth: AuthContext<Claims> },
) => Response | Promise<Response>

/** Puts a guard in front of route handlers of one API. */
export type RouteGuard<Claims extends TokenClaims> = <RouteContext extends object>(
  handler: GuardedRouteHandler<RouteContext, Claims>,
  requirements?: Requirements,
) => RouteHandler<RouteContext>

/**
 * Guards route handlers with access tokens. A refusal is answered at once, as JSON with its challenge; what the handler
 * itself throws is left to Next.js.
 *
 * @throws {InvalidConfigError} VAL_2002, naming the option; and from the guard, naming the requirement
 */
export function createRouteGuard<Claims extends TokenClaims = TokenClaims>(options: ResourceServerOptions<Claims>): RouteGuard<Claims> {
  const server = new ResourceServer<Claims>(options)
  return (handler, requirements = {}) => {
    checkFunction(handler, 'handler')
    const declared = server.declare(requirements)
    return async function guardedRoute(request, context) {
      const result = await server.authenticate(request, declared).catch((error: unknown) => server.challenge(error))
      if ('status' in result) return Response.json(result.body, { status: result.status, headers: result.headers })
      const { body, status, statusText, headers } = await handler(request, { ...context, auth: result.auth })
      return new Response(body, { status, statusText, headers: [...headers, ...Object.entries(result.headers)] })
    }
  }
}
