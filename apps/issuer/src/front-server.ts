import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Endpoint, toEndpoint } from './endpoint.ts'
import { type FailMode, failWith } from './failure.ts'

/** One request that reached the issuer. A connection refused while it was `down` leaves no trace here. */
export interface LoggedRequest {
  readonly endpoint: Endpoint
  readonly method: string
  /** The path without its query, which may hold a secret. */
  readonly path: string
  /** What it was answered with; `undefined` while it has no answer. */
  readonly status: number | undefined
}

/** The issuer's HTTP server: it stands before the provider, so that the provider can be replaced, counted and made to fail. */
export interface FrontServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string
  readonly requests: readonly LoggedRequest[]
  clearRequests(): void
  /** Sends the requests from now on to this listener. */
  setListener(listener: RequestListener): void
  /** From now on one endpoint, or all of them, fail like this. */
  fail(mode: FailMode, endpoint: Endpoint | 'all'): Promise<void>
  /** Stops at once: open connections are cut, whatever they wait for. */
  close(): Promise<void>
}

/** Starts listening on loopback; until `setListener`, requests are answered with 503. */
export async function createFrontServer(port: number): Promise<FrontServer> {
  const requests: { -readonly [Member in keyof LoggedRequest]: LoggedRequest[Member] }[] = []
  const modes = new Map<Endpoint | 'all', Exclude<FailMode, 'none' | 'down'>>()
  const stuck = new Set<ServerResponse>()
  let listener: RequestListener = (_request, response) => failWith('unavailable', response)

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const [path = ''] = (request.url ?? '').split('?')
    const endpoint = toEndpoint(path)
    const logged = { endpoint, method: request.method ?? '', path, status: undefined as number | undefined }
    requests.push(logged)
    response.on('finish', () => (logged.status = response.statusCode))
    const mode = modes.get(endpoint) ?? modes.get('all')
    if (mode === undefined) {
      listener(request, response)
      return
    }
    stuck.add(response)
    response.on('close', () => stuck.delete(response))
    failWith(mode, response)
  })

  const listen = (onPort: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(onPort, '127.0.0.1', () => {
        server.off('error', reject)
        resolve((server.address() as AddressInfo).port) // a TCP server that listens has one
      })
    })
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })

  const boundPort = await listen(port)
  return {
    origin: `http://127.0.0.1:${boundPort}`,
    requests,
    clearRequests: () => void requests.splice(0),
    setListener: (next) => void (listener = next),
    async fail(mode, endpoint) {
      if (endpoint === 'all') modes.clear()
      modes.delete(endpoint)
      for (const response of stuck) response.destroy()
      if (mode === 'down') return stop()
      if (mode !== 'none') modes.set(endpoint, mode)
      if (!server.listening) await listen(boundPort)
    },
    close: stop,
  }
}
