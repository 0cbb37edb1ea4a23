import { ResourceServer, type ResourceServerOptions } from '@auth/tokens/resource-server'
import fastify from 'fastify'
import { requireAuth } from './require-auth.ts'

/** An application with an open route, one for everybody with a token, and one that needs a scope. */
export function createApp(options: ResourceServerOptions) {
  const server = new ResourceServer(options)
  const app = fastify()
  app.get('/health', () => ({ status: 'ok' }))
  app.get('/me', { onRequest: requireAuth(server) }, (request) => ({ subject: request.auth?.claims.sub }))
  app.post('/orders', { onRequest: requireAuth(server, { scopes: ['orders:write'] }) }, (_request, reply) => {
    return reply.code(201).send({ ordered: true })
  })
  return app
}
