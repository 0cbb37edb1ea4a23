import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { createExpressAuth } from '@auth/express'
import { LocalJWKS } from '@auth/jwks'
import express, { type RequestHandler } from 'express'
import { auth as createPeerAuth } from 'express-oauth2-jwt-bearer'
import type { JWK } from 'jose'
import { type Candidate, type Effort, measure } from '../measure.ts'
import type { Comparison } from '../report.ts'
import { audience, createSampleIssuer } from '../sample-issuer.ts'

const requestsPerRun = 32

/** An HTTP server on loopback. */
async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The key set, where the peer can fetch it. */
async function serveKeys(jwk: JWK): Promise<{ readonly server: Server; readonly issuer: string }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }))
  })
  return { server, issuer: await listen(server) }
}

/** A client that costs little: it writes all requests of a run at once and counts the answers. */
class PipeliningClient {
  readonly #socket: Socket
  readonly #requests: string

  private constructor(socket: Socket, requests: string) {
    this.#socket = socket
    this.#requests = requests
  }

  static async connect(url: string, token: string): Promise<PipeliningClient> {
    const { hostname, port, host } = new URL(url)
    const socket = connect(Number(port), hostname).setNoDelay(true).setEncoding('latin1')
    await once(socket, 'connect')
    return new PipeliningClient(socket, `GET / HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n\r\n`.repeat(requestsPerRun))
  }

  run(): Promise<void> {
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
      this.#socket.write(this.#requests)
    })
  }

  close(): void {
    this.#socket.destroy()
  }
}

/** One Express application whose only route has these guards, and a client that calls it. */
async function createCandidate(name: string, token: string, ...guards: RequestHandler[]): Promise<Candidate & { close: () => void }> {
  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.get('/', ...guards, (_request, response) => void response.json({ here: true }))
  const server = createServer(app)
  const client = await PipeliningClient.connect(await listen(server), token)
  const close = (): void => {
    client.close()
    server.close()
  }
  return { name, run: () => client.run(), close }
}

/** A guarded route against an unguarded one and against express-oauth2-jwt-bearer, over HTTP on loopback. */
export async function* compareExpressGuards(effort: Effort): AsyncGenerator<Comparison> {
  for (const alg of ['RS256', 'ES256'] as const) {
    const sample = await createSampleIssuer(alg)
    const { jwk } = sample
    const keys = await serveKeys(jwk)
    const { issuer } = keys
    const token = await sample.sign(issuer)
    const common = { issuer, audience, jwks: new LocalJWKS({ keys: [jwk] }), allowInsecureLoopback: true }
    const ours = createExpressAuth(common)
    const oursUncached = createExpressAuth({ ...common, verifiedTokenCache: false })
    const peer = createPeerAuth({ issuer, jwksUri: `${issuer}/jwks`, audience, tokenSigningAlg: alg })
    const candidates = [
      await createCandidate('no guard', token),
      await createCandidate('@auth/express', token, ours.requireAuth()),
      await createCandidate('@auth/express, two guards', token, ours.requireAuth(), ours.requireScopes('orders:read')),
      await createCandidate('@auth/express, nothing remembered', token, oursUncached.requireAuth()),
      await createCandidate('express-oauth2-jwt-bearer', token, peer),
    ]
    yield {
      title: `Express route, ${alg}, ${requestsPerRun} requests`,
      baseline: 'no guard',
      measurements: await measure(candidates, effort),
    }
    for (const { close } of candidates) close()
    keys.server.close()
    keys.server.closeAllConnections()
  }
}
