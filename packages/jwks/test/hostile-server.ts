import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server on loopback that does as the test says, and counts what it sent and was asked. */
export interface HostileServer extends AsyncDisposable {
  readonly url: string
  readonly requests: readonly IncomingMessage[]
}

/** Starts one on a free port. */
export async function startHostileServer(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<HostileServer> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    handle(request, response)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}
