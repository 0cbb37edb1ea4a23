import { isSameOrigin, mayStartLogin, type Session, SessionManager, toErrorResponse } from '@auth/client/session'
import {
  type AuthPlatformError,
  isAuthPlatformError,
  LoginRequiredError,
  type StepUpRequiredError,
  ValidationError,
} from '@auth/core-errors'
import { checkObject, checkOneOf } from '@auth/core-errors/options'
import type { Request, RequestHandler, Response } from 'express'
import { applyWrites } from './apply-writes.ts'
import type { ExpressLogin, ExpressLoginOptions } from './express-login.ts'
import { ExpressSession } from './express-session.ts'
import { sendWebResponse } from './send-web-response.ts'
import { toWebRequest } from './to-web-request.ts'

/** Methods that change nothing (RFC 9110 §9.2.1). */
const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What a new sign-in can mend. */
const mendable: ReadonlySet<string> = new Set(['AUTH_1007', 'AUTH_1009'])

/**
 * Signs people in to a server-rendered Express 4 or 5 application, on the sessions of `@auth/client/session`.
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function createExpressLogin(options: ExpressLoginOptions): ExpressLogin {
  const forwardErrors = checkOneOf(checkObject(options, 'options').forwardErrors ?? false, 'forwardErrors', [true, false])
  const manager = new SessionManager(options)
  const { origin, pathname } = new URL(options.publicUrl)
  const publicPath = pathname.replace(/\/$/, '')

  async function open(request: Request, response: Response): Promise<Session | undefined> {
    if (ExpressSession.isOf(manager, request.authSession)) return request.authSession.session
    const { state, cookies } = await manager.update(request)
    applyWrites(response, cookies)
    if (state.kind === 'none') return undefined
    request.authSession = new ExpressSession({ manager, request, response, session: state.session })
    return state.session
  }

  /** Sends a person who wants a page to the sign-in; whether that was done. */
  async function sendToLogin(error: AuthPlatformError, request: Request, response: Response): Promise<boolean> {
    if (!mendable.has(error.code) || !wantsPage(request)) return false
    const returnTo = request.originalUrl.startsWith(`${publicPath}/`) ? request.originalUrl : publicPath + request.originalUrl
    const { acrValues, maxAgeSeconds } = error as Partial<StepUpRequiredError>
    const { url, cookies } = await manager.startLogin(request, {
      returnTo,
      acrValues: acrValues?.length ? acrValues : undefined,
      maxAgeSeconds,
    })
    applyWrites(response, cookies)
    response.redirect(303, url)
    return true
  }

  function guard(decide: (request: Request, response: Response) => Promise<void>): RequestHandler {
    const run = async (...[request, response, next]: Parameters<RequestHandler>): Promise<void> => {
      try {
        await decide(request, response)
      } catch (error) {
        if (!isAuthPlatformError(error)) throw error
        if (await sendToLogin(error, request, response)) return
        return forwardErrors ? next(error) : sendWebResponse(toErrorResponse(error), response)
      }
      next()
    }
    return (request, response, next) => {
      run(request, response, next).catch(next)
    }
  }

  return {
    manager,
    routes: () => (request, response, next) => {
      if (!manager.handles(request.originalUrl) || request.method === 'TRACE') return next()
      const answer = async (): Promise<void> => sendWebResponse(await manager.handle(toWebRequest(request, origin)), response)
      answer().catch(next)
    },
    requireLogin: (requirements) => {
      const check = manager.createCheck(requirements)
      return guard(async (request, response) => {
        const session = await open(request, response)
        if (!session) throw new LoginRequiredError('nobody is signed in')
        if (!safe.has(request.method) && !isSameOrigin(request, options.publicUrl)) {
          throw new ValidationError('the request comes from another site', { details: { check: 'origin' } })
        }
        check(session)
      })
    },
    optionalLogin: () =>
      guard(async (request, response) => {
        await open(request, response)
      }),
    [Symbol.asyncDispose]: () => manager.close(),
  }
}

/** Whether the answer is shown as a page: then a redirect helps. */
function wantsPage(request: Request): boolean {
  const mode = request.headers['sec-fetch-mode'] ?? 'navigate'
  return request.method === 'GET' && mode === 'navigate' && mayStartLogin(request) && request.accepts(['json', 'html']) === 'html'
}
