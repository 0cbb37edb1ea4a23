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
  /** What it was answered with; `undefined` while it has no whole answer. */
  readonly status: number | undefined
}

const maxLoggedRequests = 10_000

/** The issuer's HTTP server: it stands before the provider, so that the provider can be replaced, counted and made to fail. */
export class FrontServer {
  /** The last 10,000 requests, oldest first. */
  readonly requests: LoggedRequest[] = []
  readonly #server = createServer((request, response) => this.#take(request, response))
  readonly #modes = new Map<Endpoint | 'all', Exclude<FailMode, 'down'>>()
  readonly #stuck = new Map<ServerResponse, Endpoint>()
  #listener: RequestListener = (_request, response) => failWith('unavailable', response)
  #host = ''
  #isClosed = false

  /** Listens on loopback; until `setListener`, requests are answered with 503. A taken port rejects. */
  static async listen(port: number): Promise<FrontServer> {
    const front = new FrontServer()
    front.#host = `127.0.0.1:${await front.#listen(port)}`
    return front
  }

  /** `http://127.0.0.1:PORT`. */
  get origin(): string {
    return `http://${this.#host}`
  }

  /** Sends the requests from now on to this listener. */
  setListener(listener: RequestListener): void {
    this.#listener = listener
  }

  /** From now on one endpoint, or all of them, fail like this; what hangs there is cut off. */
  async fail(mode: FailMode, endpoint: Endpoint | 'all'): Promise<void> {
    if (this.#isClosed) return
    if (endpoint === 'all') this.#modes.clear()
    for (const [response, at] of this.#stuck) if (endpoint === 'all' || endpoint === at) response.destroy()
    if (mode === 'down') return this.#stop()
    this.#modes.set(endpoint, mode)
    if (!this.#server.listening) await this.#listen(Number(new URL(this.origin).port))
  }

  /** Stops at once: open connections are cut, whatever they wait for. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#stop()
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const [path = ''] = (request.url ?? '').split('?')
    const endpoint = toEndpoint(path)
    this.#log(response, { endpoint, method: request.method ?? '', path, status: undefined })
    request.headers.host = this.#host // oidc-provider takes the addresses in its answers from it
    const mode = this.#modes.get(endpoint) ?? this.#modes.get('all') ?? 'none'
    if (mode === 'none') return this.#listener(request, response)
    this.#stuck.set(response, endpoint)
    response.on('close', () => this.#stuck.delete(response))
    failWith(mode, response)
  }

  #log(response: ServerResponse, logged: { -readonly [Member in keyof LoggedRequest]: LoggedRequest[Member] }): void {
    this.requests.push(logged)
    if (this.requests.length > maxLoggedRequests) this.requests.shift()
    response.on('finish', () => (logged.status = response.statusCode))
  }

  #listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject)
        resolve((this.#server.address() as AddressInfo).port) // a TCP server that listens has one
      })
    })
  }

  #stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }
}
