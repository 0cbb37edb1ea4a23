import { ValidationError } from '@auth/core-errors'
import type { StoredTokens } from '../../token-store/token-store.ts'
import { isSameOrigin } from '../login/is-same-origin.ts'
import type { SessionContext } from '../session-context.ts'
import { crossSite } from './logout-route.ts'
import { readBody } from './read-form.ts'
import { toEmpty, toJson } from './responses.ts'
import type { Route } from './route.ts'

/** Gives the access token to the application's own pages, where the configuration allows that; with DPoP, and a proof for one call. */
export const accessTokenRoute: Route = {
  methods: ['POST'],
  audience: 'program',
  async answer({ context, sessions }, request) {
    if (!context.settings.exposeAccessToken) return toEmpty(404)
    if (!isSameOrigin(request, context.settings.homeUrl)) throw crossSite()
    const { tokens, writes } = await sessions.update(request)
    const usable = sessions.checkUsable(tokens)
    const { accessToken, tokenType, expiresAt, scopes } = usable
    const proof = await prove(context, usable, request)
    return toJson({ accessToken, tokenType, expiresAt, scopes, ...proof }, { headers: writes.headers })
  },
}

/** A proof for the call that the body tells of: `{method, url, nonce?}` (RFC 9449 §4). */
async function prove({ client }: SessionContext, { accessToken }: StoredTokens, request: Request): Promise<{ proof?: string }> {
  const { dpop, config } = client
  if (!dpop) return {}
  const { method, url, nonce } = parseCall(await readBody(request))
  const target = URL.parse(url)
  if (!target || !config.apiOrigins.has(target.origin))
    throw new ValidationError('no proof is made for this URL: it is not among the apiOrigins')
  return { proof: await dpop.prove({ method, url: target.href, accessToken, nonce }) }
}

interface Call {
  readonly method: string
  readonly url: string
  readonly nonce: string | undefined
}

function parseCall(body: string): Call {
  const { method, url, nonce } = parseObject(body)
  const isCall = typeof method === 'string' && /^[A-Z]{1,20}$/.test(method) && typeof url === 'string'
  if (isCall && (nonce === undefined || typeof nonce === 'string')) return { method, url, nonce }
  throw new ValidationError('the body does not tell a call: {method, url, nonce?}')
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body)) as Record<string, unknown>
  } catch (cause) {
    throw new ValidationError('the body is not JSON', { cause })
  }
}
