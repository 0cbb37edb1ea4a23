import { protect } from '../../../auth'

export const GET = protect((_request, { auth }) => Response.json({ subject: auth.claims.sub }), { roles: ['admin'] })
