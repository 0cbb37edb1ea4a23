import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A provider whose sign-in page has no tie to the page that opened it: `Cross-Origin-Opener-Policy: same-origin`. */
export interface CutOffProvider extends AsyncDisposable {
  readonly url: string
}

/** Starts one on loopback, which has a sign-in page, and its metadata. */
export async function startCutOffProvider(): Promise<CutOffProvider> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const metadata = { issuer: url, authorization_endpoint: `${url}/auth`, token_endpoint: `${url}/token`, jwks_uri: `${url}/jwks` }
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/auth')) {
      response.setHeader('cross-origin-opener-policy', 'same-origin').setHeader('content-type', 'text/html')
      response.end('<!doctype html><link rel="icon" href="data:,"><p>Sign in here</p>')
    } else response.setHeader('access-control-allow-origin', '*').end(JSON.stringify(metadata))
  })
  return {
    url,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
