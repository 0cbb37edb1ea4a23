import type { AuthContext, Requirements, ResourceServer } from '@auth/tokens/resource-server'
import type { FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose request it is, on guarded routes. */
    auth?: AuthContext
  }
}

/** An `onRequest` hook: lets requests through that fulfil the requirements, before their body is read. */
export function requireAuth(server: ResourceServer, requirements: Requirements = {}) {
  const required = server.declare(requirements)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { method, originalUrl: url, raw } = request
    try {
      const { auth, headers } = await server.authenticate({ method, url, headers: raw.headersDistinct, raw: request }, required)
      request.auth = auth
      reply.headers(headers)
    } catch (error) {
      const { status, headers, body } = server.challenge(error)
      await reply.code(status).headers(headers).send(body)
    }
  }
}
