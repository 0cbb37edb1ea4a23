import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDoors, type FrontDoor, type IssuerTls } from '../tls/issuer-tls.ts'
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
  readonly #doors: readonly FrontDoor[]
  readonly #hosts = new Map<FrontDoor, string>()
  readonly #scheme: string
  readonly #modes = new Map<Endpoint | 'all', Exclude<FailMode, 'down'>>()
  readonly #stuck = new Map<ServerResponse, Endpoint>()
  #listener: RequestListener = (_request, response) => failWith('unavailable', response)
  #isClosed = false

  constructor(tls: IssuerTls | undefined) {
    this.#doors = createDoors((door) => (request, response) => this.#take(door, request, response), tls)
    this.#scheme = tls === undefined ? 'http' : 'https'
  }

  /** Listens on loopback; until `setListener`, requests are answered with 503. A taken port rejects. */
  static async listen(port: number, tls?: IssuerTls): Promise<FrontServer> {
    const front = new FrontServer(tls)
    await front.#listen(port)
    return front
  }

  /** `http://127.0.0.1:PORT`, or https. */
  get origin(): string {
    return this.#toOrigin(this.#doors[0])!
  }

  /** Where clients are asked for their certificates; nowhere without TLS. */
  get mutualTlsOrigin(): string | undefined {
    return this.#toOrigin(this.#doors[1])
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
    if (!this.#doors[0]?.listening) await this.#listen(0)
  }

  /** Stops at once: open connections are cut, whatever they wait for. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#stop()
  }

  #toOrigin(door: FrontDoor | undefined): string | undefined {
    return door && `${this.#scheme}://${this.#hosts.get(door)}`
  }

  #take(door: FrontDoor, request: IncomingMessage, response: ServerResponse): void {
    const [path = ''] = (request.url ?? '').split('?')
    const endpoint = toEndpoint(path)
    this.#log(response, { endpoint, method: request.method ?? '', path, status: undefined })
    request.headers.host = this.#hosts.get(door) // oidc-provider takes the addresses in its answers from it
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

  /** The first one takes the port, unless it had one before; whatever others there are take any. */
  async #listen(port: number): Promise<void> {
    for (const door of this.#doors) {
      const known = this.#hosts.get(door)?.split(':')[1]
      this.#hosts.set(door, `127.0.0.1:${await listenAt(door, Number(known ?? (door === this.#doors[0] ? port : 0)))}`)
    }
  }

  async #stop(): Promise<void> {
    await Promise.all(this.#doors.map(stop))
  }
}

function listenAt(door: FrontDoor, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    door.once('error', reject)
    door.listen(port, '127.0.0.1', () => {
      door.off('error', reject)
      resolve((door.address() as AddressInfo).port) // a TCP server that listens has one
    })
  })
}

function stop(door: FrontDoor): Promise<void> {
  return new Promise((resolve) => {
    door.close(() => resolve())
    door.closeAllConnections()
  })
}
