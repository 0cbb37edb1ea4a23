import { finishSignOut } from '../login/sign-out.ts'
import { toRedirect } from './responses.ts'
import type { Route } from './route.ts'

/** Where the provider sends the browser after a sign-out. */
export const signedOutRoute: Route = {
  methods: ['GET'],
  audience: 'person',
  async answer({ context }, request) {
    return toRedirect(await finishSignOut(context, request, request.url))
  },
}
