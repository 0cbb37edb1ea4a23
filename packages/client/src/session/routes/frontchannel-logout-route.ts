import { ValidationError } from '@auth/core-errors'
import { toWrites } from '../cookies/session-writes.ts'
import { deleteSessionCookie } from '../kept/session-cookies.ts'
import { StoreKeeping } from '../kept/store-keeping.ts'
import { toOwner } from '../kept/to-owner.ts'
import type { Route } from './route.ts'

/**
 * Ends a session from a frame in the provider's page (OpenID Connect Front-Channel Logout 3): the one that `iss` and `sid`
 * name. Browsers send no cookie there unless both are of one site; with a store none is needed.
 */
export const frontchannelLogoutRoute: Route = {
  methods: ['GET'],
  audience: 'person',
  async answer({ context, sessions }, request) {
    const { client, keeping, parts } = context
    const query = new URL(request.url).searchParams
    const { issuer } = client.config
    const sid = query.get('sid')
    if (query.get('iss') !== issuer || sid === null || sid === '') throw new ValidationError('the logout names no session of this provider')
    const found = await sessions.find(request)
    const isMeant = found !== undefined && toOwner(found.entry.tokens).sid === sid
    if (isMeant) {
      sessions.toClientSession(found)
      await parts.entries.delete(found.envelope.id, null)
    }
    if (keeping instanceof StoreKeeping) await keeping.deleteMatching({ issuer, sid })
    const { headers } = toWrites(isMeant ? deleteSessionCookie(context, found.cookies) : [])
    headers.set('content-type', 'text/html; charset=utf-8')
    headers.set('content-security-policy', `default-src 'none'; frame-ancestors ${new URL(issuer).origin}`)
    return new Response('<!doctype html><title>Signed out</title>', { headers })
  },
}
