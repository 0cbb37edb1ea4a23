import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { AuthPlatformClient, type AuthPlatformConfig } from '@auth/client'
import { ResourceServer } from '@auth/tokens/resource-server'
import { createEventLog } from './create-event-log.ts'

export interface ApiOptions {
  /** This API's client at the provider, for calls to others. */
  readonly client: AuthPlatformConfig & { readonly audience: string }
  readonly write: (line: string) => void
}

/** An API that takes tokens and gets one of its own to call others with: all that happens is in one log. */
export function createApi({ client: config, write }: ApiOptions): Server {
  const onEvent = createEventLog(write)
  const { baseUrl: issuer, audience, allowInsecureLoopback } = config
  const resourceServer = new ResourceServer({ issuer, audience, allowInsecureLoopback, onEvent })
  const client = new AuthPlatformClient({ ...config, onEvent })

  async function answer({
    method = 'GET',
    url = '/',
    headers,
  }: IncomingMessage): Promise<{ status: number; headers: object; body: unknown }> {
    // A caller's id goes on; whoever sends none gets one.
    const correlationId = [headers['x-correlation-id'] ?? randomUUID()].flat()[0]
    try {
      const { auth, headers: more } = await resourceServer.authenticate({
        method,
        url,
        headers: { ...headers, 'x-correlation-id': correlationId },
      })
      const { scopes } = await client.clientCredentials({}, { correlationId })
      return { status: 200, headers: more, body: { scheme: auth.scheme, mayCall: scopes } }
    } catch (error) {
      return resourceServer.challenge(error)
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, headers, body } = await answer(request)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }

  return createServer((request, response) => void serve(request, response))
}
