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
      const attempts = createAttempts(keeping)
      const { sub, sid } = await validateLogoutToken(token, { issuer, clientId, jwks, now, replayStore: attempts })
      await keeping.deleteMatching({ issuer, subject: sub, sid })
      await attempts.finish()
    } catch (error) {
      if (!isBadRequest(error)) throw error
      return toJson({ error: 'invalid_request', error_description: error.message }, { status: 400 })
    }
    return toEmpty(200)
  },
}

const maxAttempts = 3

/**
 * Takes a token once, and again where the store failed after that: the provider's next attempt is no replay. Each attempt
 * has a claim of its own, and the one that gets to its end takes those that are left.
 */
function createAttempts(keeping: StoreKeeping): Pick<StoreKeeping, 'claim'> & { finish(): Promise<void> } {
  let left: (() => Promise<boolean>)[] = []
  return {
    async claim(id, ttlSeconds) {
      left = Array.from({ length: maxAttempts }, (_, index) => () => keeping.claim(`${id}.${index}`, ttlSeconds))
      for (let next = left.shift(); next !== undefined; next = left.shift()) if (await next()) return true
      return false
    },
    async finish() {
      for (const next of left) await next()
    },
  }
}

function isBadRequest(error: unknown): error is Error {
  return [TokenInvalidError, TokenExpiredError, ValidationError].some((kind) => error instanceof kind)
}
