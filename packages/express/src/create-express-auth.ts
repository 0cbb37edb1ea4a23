import { isAuthPlatformError, UnauthorizedError } from '@auth/core-errors'
import { checkObject, checkOneOf, checkOption, checkString } from '@auth/core-errors/options'
import type { TokenClaims } from '@auth/tokens'
import { type AuthRequest, type Requirements, ResourceServer } from '@auth/tokens/resource-server'
import type { Request, RequestHandler, Response } from 'express'
import type { ExpressAuth, ExpressAuthOptions } from './express-auth.ts'

/** A second list would be dropped in silence, and guard nothing. */
function checkOne<T>(given: readonly T[]): T {
  return checkOption(given.length === 1, given[0] as T, 'scopes', 'one list, or one text of scopes separated by spaces')
}

/** What a route is told that names a guard's maker instead of a guard. */
const callIt = 'one object: write requireAuth() where a route names its guard'

/**
 * Protects an Express 4 or 5 application. A refusal is answered at once, as JSON with its challenge. Preflight requests
 * are guarded like every other method: mount CORS first.
 *
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function createExpressAuth<Claims extends TokenClaims = TokenClaims>(options: ExpressAuthOptions<Claims>): ExpressAuth {
  const forwardErrors = checkOneOf(checkObject(options, 'options').forwardErrors ?? false, 'forwardErrors', [true, false])
  const server = new ResourceServer<Claims, Request>(options)

  function answer(error: unknown, response: Response): void {
    const { status, headers, body } = server.challenge(error)
    response.status(status).set(headers).json(body)
  }

  function guard(requirements: Requirements, mayPass: (error: unknown) => boolean = () => false): RequestHandler {
    const declared = server.declare(requirements)
    const decide = async (...[request, response, next]: Parameters<RequestHandler>): Promise<void> => {
      try {
        const { auth, headers } = await server.authenticate(toAuthRequest(request), declared)
        request.auth = auth
        response.set(headers)
      } catch (error) {
        if (!mayPass(error)) return forwardErrors ? next(error) : answer(error, response)
        // What stands there is another API's, or somebody else's: here nobody has signed in.
        request.auth = undefined
      }
      next()
    }
    return function requireAuth(request, response, next) {
      decide(request, response, next).catch(next)
    }
  }

  const requireScopes: ExpressAuth['requireScopes'] = (...given) => guard({ scopes: toList(checkOne(given)) })

  return {
    requireAuth: (...given) => guard(checkOption(given.length < 2, given[0] === undefined ? {} : given[0], 'requirements', callIt)),
    optionalAuth: (choices = {}) => {
      const { onInvalid = 'reject' } = checkObject(choices, 'options')
      const ignoresInvalid = checkOneOf(onInvalid, 'onInvalid', ['reject', 'ignore']) === 'ignore'
      return guard({}, (error) => error instanceof UnauthorizedError || (ignoresInvalid && server.challenge(error).status < 500))
    },
    requireScopes,
    requiredScopes: requireScopes,
    scopeIncludesAny: (...given) => guard({ anyScope: toList(checkOne(given)) }),
    claimEquals: (claim, expected) => guard({ claims: { [checkString(claim, 'claim')]: { equals: expected } } }),
    claimIncludes: (claim, ...expected) => guard({ claims: { [checkString(claim, 'claim')]: { includes: expected } } }),
    claimCheck: (judge) => guard({ claims: judge }),
    errorHandler: () => (error: unknown, _request, response, next) => {
      if (isAuthPlatformError(error) && !response.headersSent) answer(error, response)
      else next(error)
    },
    protectedResourceMetadata: () => {
      // What keeps the document from being made is told now, not to the first who asks.
      server.metadata()
      return function protectedResourceMetadata(_request, response) {
        // It is public, and clients in browsers of other origins look it up.
        response.set('access-control-allow-origin', '*').json(server.metadata())
      }
    },
  }
}

/** The request as the resource server sees it: every value of each header, and the path before any router cut it. */
function toAuthRequest(request: Request): AuthRequest {
  const { method, originalUrl: url, headersDistinct: headers, auth } = request
  return { method, url, headers, raw: request, auth }
}

function toList(scopes: string | readonly string[]): readonly string[] {
  return typeof scopes === 'string' ? scopes.split(' ').filter((scope) => scope !== '') : scopes
}
