import { AuthPlatformClient } from '@auth/client'
import type { Comparison } from '../comparison.ts'
import { type Effort, measure } from '../measure.ts'

const baseUrl = 'https://as.example'

/** A provider that answers discovery and every token request. */
const fetchFromProvider: typeof globalThis.fetch = async (input) => {
  const { pathname } = new URL(input instanceof Request ? input.url : input)
  return pathname.startsWith('/.well-known/')
    ? Response.json({ issuer: baseUrl, token_endpoint: `${baseUrl}/token`, jwks_uri: `${baseUrl}/jwks` })
    : Response.json({ access_token: 'a'.repeat(600), token_type: 'Bearer', expires_in: 3600 })
}

/** A token that is fresh: the client's own, and a session's out of the store. */
export async function* compareTokenGetting(effort: Effort): AsyncGenerator<Comparison> {
  await using client = new AuthPlatformClient({ baseUrl, clientId: 'bench', clientSecret: 'not a secret', fetch: fetchFromProvider })
  await client.forSession('one').save(await client.clientCredentials())
  await client.getAccessToken()
  const own = 'getAccessToken(), fresh'
  const ofSession = 'forSession(id).getAccessToken(), fresh'
  const resolved = Promise.resolve('token')
  yield {
    title: 'A token out of memory',
    unit: 'µs',
    baseline: 'a promise that is resolved already',
    measurements: await measure(
      [
        { name: 'a promise that is resolved already', run: () => resolved },
        { name: own, run: () => client.getAccessToken() },
        { name: ofSession, run: () => client.forSession('one').getAccessToken() },
      ],
      effort,
    ),
    goals: [
      { name: own, atMost: 1 },
      { name: ofSession, atMost: 1 },
    ],
  }
}
