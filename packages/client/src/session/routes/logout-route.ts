import { ValidationError } from '@auth/core-errors'
import { isSameOrigin } from '../login/is-same-origin.ts'
import { mayStartLogin } from '../login/may-start-login.ts'
import { signOut } from '../login/sign-out.ts'
import { readForm } from './read-form.ts'
import { toEmpty, toRedirect } from './responses.ts'
import type { Route } from './route.ts'

/** Ends the session, for a request of the application's own pages only: no other site signs anybody out. */
export const logoutRoute: Route = {
  methods: ['GET', 'POST'],
  audience: 'person',
  async answer({ context, sessions }, request) {
    if (!mayStartLogin(request) || !isNavigation(request)) return toEmpty(204)
    if (!isSameOrigin(request, context.settings.homeUrl)) throw crossSite()
    const form = request.method === 'POST' ? await readForm(request) : undefined
    const returnTo = form?.get('returnTo') ?? new URL(request.url).searchParams.get('returnTo') ?? undefined
    return toRedirect(await signOut(context, sessions, request, { returnTo }))
  },
}

/** An image or a script in a page of the application signs nobody out: people may have put it there. */
function isNavigation({ method, headers }: Request): boolean {
  return method !== 'GET' || (headers.get('sec-fetch-mode') ?? 'navigate') === 'navigate'
}

export function crossSite(): ValidationError {
  return new ValidationError('the request comes from another site', { details: { check: 'origin' } })
}
