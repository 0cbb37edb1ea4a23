import { CallbackError, isAuthPlatformError } from '@auth/core-errors'
import { readCookies } from '../cookies/cookie-source.ts'
import { toWrites } from '../cookies/session-writes.ts'
import { deleteLoginCookie, openLoginCookie } from '../login/login-cookies.ts'
import { readState } from '../login/read-state.ts'
import type { SessionContext } from '../session-context.ts'
import { readForm } from './read-form.ts'
import { toRedirect } from './responses.ts'
import type { Route } from './route.ts'
import { showError } from './show-error.ts'

/** A callback that comes again, by the back button or a second click, after its login was finished. */
const repeated: ReadonlySet<string> = new Set(['missing_transaction', 'used'])

/** Finishes a login. Whatever comes of it, the login is over. */
export const callbackRoute: Route = {
  methods: ['GET', 'POST'],
  audience: 'person',
  async answer({ context, sessions, logins }, request) {
    const parameters = request.method === 'POST' ? await readForm(request) : new URL(request.url).searchParams
    try {
      return toRedirect(await logins.finish(request, parameters))
    } catch (error) {
      const { writes, returnTo } = await toFacts(context, request, parameters)
      const isRepeated = error instanceof CallbackError && repeated.has(error.reason)
      if (isRepeated && (await sessions.read(request)).kind !== 'none') return toRedirect({ url: context.settings.homeUrl, ...writes })
      if (isAuthPlatformError(error)) return showError(context, request, error, { writes, returnTo })
      throw error
    }
  },
}

async function toFacts(context: SessionContext, request: Request, parameters: URLSearchParams) {
  const state = readState(parameters)
  if (state === undefined) return { writes: toWrites() }
  const cookies = readCookies(request)
  const login = await openLoginCookie(context, state, cookies)
  return { writes: toWrites(deleteLoginCookie(context, state, cookies)), returnTo: login?.returnTo }
}
