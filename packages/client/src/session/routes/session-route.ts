import { TokenRefreshError } from '@auth/core-errors'
import { toWrites } from '../cookies/session-writes.ts'
import type { Sessions } from '../kept/sessions.ts'
import type { SessionState } from '../session-state.ts'
import { toJson } from './responses.ts'
import type { Route } from './route.ts'

/** Tells a page who is signed in. */
export const sessionRoute: Route = {
  methods: ['GET'],
  audience: 'program',
  async answer({ sessions }, request) {
    const { state, writes } = await update(sessions, request)
    return toJson(toBody(state), { headers: writes.headers })
  },
}

/** While the provider is down, who is signed in is known still. */
async function update(sessions: Sessions, request: Request): Promise<Pick<Awaited<ReturnType<Sessions['update']>>, 'state' | 'writes'>> {
  try {
    return await sessions.update(request)
  } catch (error) {
    if (!(error instanceof TokenRefreshError)) throw error
    return { state: await sessions.read(request), writes: toWrites() }
  }
}

function toBody(state: SessionState): Readonly<Record<string, unknown>> {
  if (state.kind === 'none') return { signedIn: false }
  const { user, scopes, authTime, acr, expiresAt, accessTokenExpiresAt } = state.session
  return { signedIn: true, user, scopes, authTime, acr, expiresAt, accessTokenExpiresAt }
}
