import type { TokenClaims } from '@auth/tokens'
import type { AuthContext, ClaimValue, Requirements, ResourceServerOptions } from '@auth/tokens/resource-server'
import type { ErrorRequestHandler, Request, RequestHandler } from 'express'

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- Express's own place for what middleware adds to a request
  namespace Express {
    interface Request {
      /** Who calls: set by the guards, and by `optionalAuth` when a good token came. */
      auth?: AuthContext | undefined
    }
  }
}

/** What `createExpressAuth` takes: the options of `ResourceServer`, whose functions get Express's request, and how refusals are handled. */
export type ExpressAuthOptions<Claims extends TokenClaims = TokenClaims> = ResourceServerOptions<Claims, Request> & {
  /** Hands a refusal to `next(error)`, for an error handler of yours, instead of answering it at once. @default false */
  readonly forwardErrors?: boolean | undefined
}

/** What {@link ExpressAuth.optionalAuth} takes. */
export interface OptionalAuthOptions {
  /** What happens to credentials that are there but bad. An outage is never ignored. @default 'reject' */
  readonly onInvalid?: 'reject' | 'ignore' | undefined
}

/**
 * The middleware for one API. A guard lets a request with a good token through and sets `req.auth`; behind another guard
 * of the same API it only checks what it asks for. Each is made once, and throws `InvalidConfigError` (VAL_2002) at once
 * for what cannot be asked for.
 */
export interface ExpressAuth {
  /** A guard with these requirements; all must hold. */
  readonly requireAuth: (requirements?: Requirements) => RequestHandler
  /** Sets `req.auth` when a good token came, and lets requests without credentials through. */
  readonly optionalAuth: (options?: OptionalAuthOptions) => RequestHandler
  /** A guard that asks for every one of these scopes: a list, or a text of scopes separated by spaces. */
  readonly requireScopes: (scopes: string | readonly string[]) => RequestHandler
  /** `requireScopes`, by the name that express-oauth2-jwt-bearer gives it. */
  readonly requiredScopes: (scopes: string | readonly string[]) => RequestHandler
  /** A guard that asks for at least one of these scopes. */
  readonly scopeIncludesAny: (scopes: string | readonly string[]) => RequestHandler
  /** A guard that asks for a claim of exactly this value. */
  readonly claimEquals: (claim: string, expected: ClaimValue) => RequestHandler
  /** A guard that asks for a claim, an array or a text of words, that holds every one of these values. */
  readonly claimIncludes: (claim: string, ...expected: ClaimValue[]) => RequestHandler
  /** A guard that lets the claims, as they were signed, be judged by a function: only `true` passes. */
  readonly claimCheck: (judge: (claims: TokenClaims) => boolean) => RequestHandler
  /** Answers the errors of this family that reach it; every other one goes on to the next error handler. */
  readonly errorHandler: () => ErrorRequestHandler
  /** Answers with the metadata of this API (RFC 9728): mount it at `/.well-known/oauth-protected-resource`. */
  readonly protectedResourceMetadata: () => RequestHandler
}
