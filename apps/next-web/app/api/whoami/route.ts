import { protect } from '../../../auth'

/** Who calls: somebody with a session, or a program with an access token. */
export const GET = protect((_request, { auth }) => Response.json({ via: auth.via, subject: auth.claims.sub, scopes: auth.scopes }))
