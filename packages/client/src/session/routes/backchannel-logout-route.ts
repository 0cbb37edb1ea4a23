import { TokenExpiredError, TokenInvalidError, ValidationError } from '@auth/core-errors'
import { validateLogoutToken } from '@auth/tokens'
import { StoreKeeping } from '../kept/store-keeping.ts'
import { readForm } from './read-form.ts'
import { toEmpty, toJson } from './responses.ts'
import type { Route } from './route.ts'

/**
 * Ends sessions because the provider says so (OpenID Connect Back-Channel Logout 2.5 to 2.8): one of its own, or all of a
 * person's. Sessions in cookies cannot be ended from there: without a store there is no such route.
 */
export const backchannelLogoutRoute: Route = {
  methods: ['POST'],
  audience: 'program',
  async answer({ context }, request) {
    const { client, keeping } = context
    if (!(keeping instanceof StoreKeeping)) return toEmpty(404)
    const { issuer, clientId, now } = client.config
    try {
      const token = (await readForm(request)).get('logout_token') ?? ''
      const jwks = await client.findKeys(client.begin())
      const { sub, sid } = await validateLogoutToken(token, { issuer, clientId, jwks, now, replayStore: keeping })
      await keeping.deleteMatching({ issuer, subject: sub, sid })
    } catch (error) {
      if (!isBadRequest(error)) throw error
      return toJson({ error: 'invalid_request', error_description: error.message }, { status: 400 })
    }
    return toEmpty(200)
  },
}

function isBadRequest(error: unknown): error is Error {
  return [TokenInvalidError, TokenExpiredError, ValidationError].some((kind) => error instanceof kind)
}
