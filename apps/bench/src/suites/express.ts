import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { createExpressAuth } from '@auth/express'
import { LocalJWKS } from '@auth/jwks'
import express, { type RequestHandler } from 'express'
import { auth as createPeerAuth } from 'express-oauth2-jwt-bearer'
import type { Comparison } from '../comparison.ts'
import { type Candidate, type Effort, measure } from '../measure.ts'
import { audience, createSampleIssuer, type SampleIssuer, type SampleJWK } from '../sample-issuer.ts'

const requestsPerRun = 32

/** An HTTP server on loopback. */
async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The key set, where the peer can fetch it. */
async function serveKeys(jwk: SampleJWK): Promise<{ readonly server: Server; readonly issuer: string }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }))
  })
  return { server, issuer: await listen(server) }
}

/** A client that costs little: it writes all requests of a run at once and counts the answers. */
class PipeliningClient {
  readonly #socket: Socket
  /** One text for each run, used in turns. */
  readonly #batches: readonly string[]
  #next = 0

  private constructor(socket: Socket, batches: readonly string[]) {
    this.#socket = socket
    this.#batches = batches
  }

  /** @param tokens one for each request; their number is a multiple of a run's, or one */
  static async connect(url: string, tokens: readonly string[]): Promise<PipeliningClient> {
    const { hostname, port, host } = new URL(url)
    const socket = connect(Number(port), hostname).setNoDelay(true).setEncoding('latin1')
    await once(socket, 'connect')
    const requests = tokens.map((token) => `GET / HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n\r\n`)
    const batches = Array.from({ length: Math.ceil(tokens.length / requestsPerRun) }, (_, batch) =>
      Array.from({ length: requestsPerRun }, (_, index) => requests[(batch * requestsPerRun + index) % requests.length]).join(''),
    )
    return new PipeliningClient(socket, batches)
  }

  run(): Promise<void> {
    const batch = this.#batches[this.#next++ % this.#batches.length]!
    return new Promise((resolve, reject) => {
      let received = ''
      const onData = (chunk: string): void => {
        received += chunk
        const answers = received.split('"here":true}').length - 1
        if (answers < requestsPerRun && !/HTTP\/1\.1 [345]/.test(received)) return
        this.#socket.off('data', onData)
        if (answers === requestsPerRun) resolve()
        else reject(new Error(`the route answered ${received.slice(0, 300)}`))
      }
      this.#socket.on('data', onData)
      this.#socket.write(batch)
    })
  }

  close(): void {
    this.#socket.destroy()
  }
}

/** One Express application whose only route has these guards, and a client that calls it. */
async function createCandidate(
  name: string,
  tokens: readonly string[],
  ...guards: RequestHandler[]
): Promise<Candidate & { close: () => void }> {
  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.get('/', ...guards, (_request, response) => void response.json({ here: true }))
  const server = createServer(app)
  const client = await PipeliningClient.connect(await listen(server), tokens)
  const close = (): void => {
    client.close()
    server.close()
  }
  return { name, run: () => client.run(), close }
}

const unguarded = 'no guard'
const ours = '@auth/express'
const peer = 'express-oauth2-jwt-bearer'

/** Requests with these tokens: to an unguarded route, to a guarded one, and to one that the peer guards. */
async function compareGuards(
  { jwk }: SampleIssuer,
  { issuer, tokens, title, goals }: Pick<Comparison, 'title' | 'goals'> & { readonly issuer: string; readonly tokens: readonly string[] },
  effort: Effort,
): Promise<Comparison> {
  // What is remembered must not reach from the last token back to the first.
  const verifiedTokenCache = tokens.length > 1 ? { maxEntries: tokens.length / 2 } : undefined
  const guards = createExpressAuth({
    issuer,
    audience,
    jwks: new LocalJWKS({ keys: [jwk] }),
    allowInsecureLoopback: true,
    verifiedTokenCache,
  })
  const peerGuard = createPeerAuth({ issuer, jwksUri: `${issuer}/jwks`, audience, tokenSigningAlg: jwk.alg! })
  const candidates = [
    await createCandidate(unguarded, tokens),
    await createCandidate(ours, tokens, guards.requireAuth()),
    await createCandidate(`${ours}, two guards`, tokens, guards.requireAuth(), guards.requireScopes('orders:read')),
    await createCandidate(peer, tokens, peerGuard),
  ]
  const measurements = await measure(candidates, effort)
  for (const { close } of candidates) close()
  return { title, unit: 'µs', baseline: unguarded, measurements, goals }
}

/** A guarded route against an unguarded one and against express-oauth2-jwt-bearer, over HTTP on loopback. */
export async function* compareExpressGuards(effort: Effort): AsyncGenerator<Comparison> {
  for (const alg of ['RS256', 'ES256'] as const) {
    const sample = await createSampleIssuer(alg)
    const { server, issuer } = await serveKeys(sample.jwk)
    const count = Math.ceil(4096 / effort.shrink / requestsPerRun) * requestsPerRun
    const tokens = await Promise.all(Array.from({ length: count }, () => sample.sign(issuer)))
    const repeated = {
      issuer,
      tokens: tokens.slice(0, 1),
      title: `Express route, ${alg}, ${requestsPerRun} requests with one token`,
      goals: [
        // 85 % of the requests per second, and 2.5 times the peer's.
        { name: ours, atMost: 1.18, of: unguarded },
        { name: ours, atMost: 0.4, of: peer },
      ],
    }
    yield await compareGuards(sample, repeated, effort)
    const anew = {
      issuer,
      tokens,
      title: `Express route, ${alg}, ${requestsPerRun} requests, each with a token of its own`,
      // 1.5 times the peer's requests per second.
      goals: [{ name: ours, atMost: 0.67, of: peer }],
    }
    yield await compareGuards(sample, anew, effort)
    server.close()
    server.closeAllConnections()
  }
}
