import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createExpressAuth } from '@auth/express'
import { LocalJWKS } from '@auth/jwks'
import express, { type RequestHandler } from 'express'
import { auth as createPeerAuth } from 'express-oauth2-jwt-bearer'
import type { Comparison } from '../comparison.ts'
import { type Candidate, type Effort, measureBoth } from '../measure.ts'
import { forgetBetween, PipeliningClient, requestsPerRun, signTokens, toHTTPComparisons } from '../pipelining-client.ts'
import { audience, createSampleIssuer, type SampleIssuer, type SampleJWK } from '../sample-issuer.ts'

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
): Promise<Comparison[]> {
  const jwks = new LocalJWKS({ keys: [jwk] })
  const options = { issuer, audience, jwks, allowInsecureLoopback: true, verifiedTokenCache: forgetBetween(tokens) }
  // Each has its own, so that none finds what another has verified.
  const [single, double] = [createExpressAuth(options), createExpressAuth(options)]
  const peerGuard = createPeerAuth({ issuer, jwksUri: `${issuer}/jwks`, audience, tokenSigningAlg: jwk.alg! })
  const candidates = [
    await createCandidate(unguarded, tokens),
    await createCandidate(ours, tokens, single.requireAuth()),
    await createCandidate(`${ours}, two guards`, tokens, double.requireAuth(), double.requireScopes('orders:read')),
    await createCandidate(peer, tokens, peerGuard),
  ]
  const measured = await measureBoth(candidates, effort)
  for (const { close } of candidates) close()
  return toHTTPComparisons({ title, baseline: unguarded, goals }, measured)
}

/** A guarded route against an unguarded one and against express-oauth2-jwt-bearer, over HTTP on loopback. */
export async function* compareExpressGuards(effort: Effort): AsyncGenerator<Comparison> {
  for (const alg of ['RS256', 'ES256'] as const) {
    const sample = await createSampleIssuer(alg)
    const { server, issuer } = await serveKeys(sample.jwk)
    const tokens = await signTokens(sample, issuer, effort)
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
    yield* await compareGuards(sample, repeated, effort)
    const anew = {
      issuer,
      tokens,
      title: `Express route, ${alg}, ${requestsPerRun} requests, each with a token of its own`,
      // 1.5 times the peer's requests per second.
      goals: [{ name: ours, atMost: 0.67, of: peer }],
    }
    yield* await compareGuards(sample, anew, effort)
    server.close()
    server.closeAllConnections()
  }
}
