import { isAuthPlatformError, UnauthorizedError } from '@auth/core-errors'
import { checkObject, checkOneOf } from '@auth/core-errors/options'
import type { TokenClaims } from '@auth/tokens'
import {
  type AuthContext,
  type AuthRequest,
  type Requirements,
  ResourceServer,
  type ResourceServerOptions,
} from '@auth/tokens/resource-server'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- Express's own place for what middleware adds to a request
  namespace Express {
    interface Request {
      /** Who calls: set by `requireAuth`, and by `optionalAuth` when a good token came. */
      auth?: AuthContext | undefined
    }
  }
}

/** What {@link createExpressAuth} takes: the options of `ResourceServer`, and how refusals are handled. */
export type ExpressAuthOptions<Claims extends TokenClaims = TokenClaims> = ResourceServerOptions<Claims> & {
  /** Hands a refusal to `next(error)`, for an error handler of yours, instead of answering it at once. @default false */
  readonly forwardErrors?: boolean | undefined
}

/** What {@link ExpressAuth.optionalAuth} takes. */
export interface OptionalAuthOptions {
  /** What happens to credentials that are there but bad. An outage is never ignored. @default 'reject' */
  readonly onInvalid?: 'reject' | 'ignore' | undefined
}

/** The middleware for one API. */
export interface ExpressAuth {
  /** Lets a request with a good token through, and sets `req.auth`. @throws {InvalidConfigError} VAL_2002, for a bad requirement, at once */
  readonly requireAuth: (requirements?: Requirements) => RequestHandler
  /** Sets `req.auth` when a good token came, and lets requests without credentials through. */
  readonly optionalAuth: (options?: OptionalAuthOptions) => RequestHandler
  /** Answers the errors of this family that reach it; every other one goes on to the next error handler. */
  readonly errorHandler: () => ErrorRequestHandler
}

/**
 * Protects an Express 4 or 5 application. A refusal is answered at once, as JSON with its challenge. Preflight requests
 * are guarded like every other method: mount CORS first.
 *
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function createExpressAuth<Claims extends TokenClaims = TokenClaims>(options: ExpressAuthOptions<Claims>): ExpressAuth {
  const forwardErrors = checkOneOf(checkObject(options, 'options').forwardErrors ?? false, 'forwardErrors', [true, false])
  const server = new ResourceServer<Claims>(options)

  function answer(error: unknown, response: Response): void {
    const { status, headers, body } = server.challenge(error)
    response.status(status).set(headers).json(body)
  }

  /** What stands against the request; nothing when it may pass. */
  async function findRefusal(request: Request, response: Response, requirements: Requirements): Promise<{ error: unknown } | undefined> {
    try {
      const { auth, headers } = await server.authenticate(toAuthRequest(request), requirements)
      request.auth = auth
      response.set(headers)
      return undefined
    } catch (error) {
      return { error }
    }
  }

  function guard(requirements: Requirements, mayPass: (error: unknown) => boolean): RequestHandler {
    const declared = server.declare(requirements)
    const decide: (...handler: Parameters<RequestHandler>) => Promise<void> = async (request, response, next) => {
      const refusal = await findRefusal(request, response, declared)
      if (refusal === undefined || mayPass(refusal.error)) next()
      else if (forwardErrors) next(refusal.error)
      else answer(refusal.error, response)
    }
    return function requireAuth(request, response, next) {
      decide(request, response, next).catch(next)
    }
  }

  return {
    requireAuth: (requirements = {}) => guard(requirements, () => false),
    optionalAuth: (choices = {}) => {
      const { onInvalid = 'reject' } = checkObject(choices, 'options')
      const ignoresInvalid = checkOneOf(onInvalid, 'onInvalid', ['reject', 'ignore']) === 'ignore'
      return guard({}, (error) => error instanceof UnauthorizedError || (ignoresInvalid && server.challenge(error).status < 500))
    },
    errorHandler: () => (error: unknown, _request, response, next) => {
      if (isAuthPlatformError(error) && !response.headersSent) answer(error, response)
      else next(error)
    },
  }
}

/** The request as the resource server sees it: every value of each header, and the path before any router cut it. */
function toAuthRequest(request: Request): AuthRequest {
  return { method: request.method, url: request.originalUrl, headers: request.headersDistinct }
}
