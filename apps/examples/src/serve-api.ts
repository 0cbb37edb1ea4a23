import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApi } from 'express-api'
import type { Issuer } from 'issuer'

/** The small shop's API, on a free port of loopback, for examples that call one: from pages, too. */
export async function serveApi(issuer: Issuer): Promise<AsyncDisposable & { readonly origin: string }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { audience } = issuer.resources[0]
  const api = createApi({ issuer: issuer.issuer, audience, publicUrl: origin, allowInsecureLoopback: true })
  server.on('request', (request, response) => {
    response.setHeader('access-control-allow-origin', '*').setHeader('access-control-expose-headers', 'WWW-Authenticate, DPoP-Nonce')
    if (request.method === 'OPTIONS') response.writeHead(204, { 'access-control-allow-headers': 'Authorization, DPoP' }).end()
    else api(request, response)
  })
  return {
    origin,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}
