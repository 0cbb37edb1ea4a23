import type { AuthContext, Requirements, ResourceServer } from '@auth/tokens/resource-server'
import { createMiddleware } from 'hono/factory'

/** Lets requests through that fulfil the requirements; handlers find whose they are under `auth`. */
export function requireAuth(server: ResourceServer, requirements: Requirements = {}) {
  const required = server.declare(requirements)
  return createMiddleware<{ Variables: { auth: AuthContext } }>(async (context, next) => {
    try {
      const { auth, headers } = await server.authenticate(context.req.raw, required)
      context.set('auth', auth)
      for (const [name, value] of Object.entries(headers)) context.header(name, value)
    } catch (error) {
      const { status, headers, body } = server.challenge(error)
      return Response.json(body, { status, headers })
    }
    return next()
  })
}
