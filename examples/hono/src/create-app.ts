import { ResourceServer, type ResourceServerOptions } from '@auth/tokens/resource-server'
import { Hono } from 'hono'
import { requireAuth } from './require-auth.ts'

/** An application with an open route, one for everybody with a token, and one that needs a scope. */
export function createApp(options: ResourceServerOptions) {
  const server = new ResourceServer(options)
  return new Hono()
    .get('/health', (context) => context.json({ status: 'ok' }))
    .get('/me', requireAuth(server), (context) => context.json({ subject: context.get('auth').claims.sub }))
    .post('/orders', requireAuth(server, { scopes: ['orders:write'] }), (context) => context.json({ ordered: true }, 201))
}
