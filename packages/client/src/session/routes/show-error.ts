import { type AuthPlatformError, isAuthPlatformError } from '@auth/core-errors'
import { checkOption } from '@auth/core-errors/options'
import { type SessionWrites, toWrites } from '../cookies/session-writes.ts'
import { toReturnUrl } from '../login/to-return-url.ts'
import type { SessionContext } from '../session-context.ts'
import { toLoginQuery } from './login-route.ts'
import { toJson } from './responses.ts'

/** What an error's page carries beside the error. */
export interface ErrorFacts {
  readonly writes?: SessionWrites | undefined
  /** Where the person wanted to go, and goes by a new attempt: as untrusted as it came. */
  readonly returnTo?: string | null | undefined
}

/** The page for a person whose request failed. What the provider or the request said does not come into it. */
export async function showError(
  { settings }: SessionContext,
  request: Request,
  error: AuthPlatformError,
  { writes = toWrites(), returnTo }: ErrorFacts = {},
): Promise<Response> {
  const { errorPage, routes, homeUrl } = settings
  const url = toReturnUrl(returnTo, homeUrl)
  const loginUrl = url === homeUrl ? routes.login : `${routes.login}?${toLoginQuery({ returnTo: url })}`
  const context = { request, loginUrl, homeUrl }
  const page = await (errorPage?.(error, context) ?? toPage(error, context))
  // The headers of a response may be fixed.
  const headers = new Headers(page.headers)
  for (const name of ['cache-control', 'vary']) headers.delete(name)
  for (const [name, value] of [...writes.headers, ...toRetryAfter(error)]) headers.append(name, value)
  return new Response(page.body, { status: page.status, headers })
}

/** The same for a program: the error's message and code as JSON, with its status. */
export function toErrorResponse(error: AuthPlatformError): Response {
  checkOption(isAuthPlatformError(error), undefined, 'error', 'an error of the @auth packages')
  const { headers } = toWrites()
  for (const [name, value] of toRetryAfter(error)) headers.set(name, value)
  return toJson({ error: error.message, code: error.code, correlation_id: error.correlationId }, { status: error.httpStatus, headers })
}

function toRetryAfter(error: AuthPlatformError): readonly (readonly [string, string])[] {
  const { retryAfterSeconds } = error as { retryAfterSeconds?: number | undefined }
  return retryAfterSeconds === undefined ? [] : [['retry-after', String(Math.ceil(retryAfterSeconds))]]
}

/** By the error's code; every other failure is told by its status. */
const explanations: Readonly<Record<string, string>> = {
  AUTH_1007: 'The sign-in was not as strong or as recent as was asked for.',
  AUTH_1009: 'The provider needs you to sign in.',
  AUTH_1010: 'The sign-in was refused.',
  AUTH_1011: 'The sign-in took too long.',
  VAL_2005: 'This sign-in was not begun in this browser, or has ended already.',
}

function toPage({ code, httpStatus }: AuthPlatformError, { loginUrl, homeUrl }: { loginUrl: string; homeUrl: string }): Response {
  const isOutage = httpStatus >= 500
  const text = explanations[code] ?? (isOutage ? 'It cannot be done now. Please try again in a moment.' : 'It could not be done.')
  const html = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign-in</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}a{margin-right:1rem}small{color:#666}</style>
<h1>That did not work</h1><p>${text}</p><p><a href="${escape(loginUrl)}">Try again</a><a href="${escape(homeUrl)}">Start page</a></p><small>${code}</small></html>
`
  return new Response(html, {
    status: httpStatus,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    },
  })
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
}
