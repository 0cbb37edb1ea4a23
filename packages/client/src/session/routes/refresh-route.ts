import { ServiceUnavailableError } from '@auth/core-errors'
import { toReturnUrl } from '../login/to-return-url.ts'
import { toLoginQuery } from './login-route.ts'
import { toRedirect } from './responses.ts'
import type { Route } from './route.ts'

/** Brings the session up to date where a page could not, and comes back to it. */
export const refreshRoute: Route = {
  methods: ['GET'],
  audience: 'person',
  async answer({ context, sessions }, request) {
    const { homeUrl, routes } = context.settings
    const returnTo = toReturnUrl(new URL(request.url).searchParams.get('returnTo'), homeUrl)
    const { state, tokens, writes } = await sessions.update(request)
    if (state.kind === 'none') return toRedirect({ url: `${routes.login}?${toLoginQuery({ returnTo })}`, ...writes })
    // The page would send the browser here again, and again.
    if (state.kind === 'stale' || tokens === undefined) throw new ServiceUnavailableError('the provider gives tokens that have expired')
    return toRedirect({ url: returnTo, ...writes })
  },
}
