import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:http'
import { DPoPNonceIssuer } from '@auth/pkce-dpop'
import { createApi } from 'express-api'
import { type Issuer, startIssuer } from 'issuer'

/** Everything that the walk-through talks to, on loopback and on any free ports. */
export interface DemoWorld extends AsyncDisposable {
  readonly issuer: Issuer
  /** Another provider, whose tokens the API must not take. */
  readonly stranger: Issuer
  readonly apiUrl: string
  readonly audience: string
  /** Starts a second API that has never seen the provider's keys. */
  startColdApi(): Promise<string>
}

export async function startDemoWorld(): Promise<DemoWorld> {
  const audience = 'https://api.example.com'
  await using stack = new AsyncDisposableStack()
  const issuer = stack.use(await startIssuer({ audience, algorithm: 'ES256' }))
  const stranger = stack.use(await startIssuer({ audience, algorithm: 'ES256' }))
  const startApi = async (): Promise<string> => {
    const server = await listen(createServer())
    owned.defer(() => stop(server))
    const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const dpop = { nonce: new DPoPNonceIssuer({ secrets: [crypto.randomUUID()] }) }
    const options = { issuer: issuer.issuer, audience, realm: 'shop', publicUrl, dpop, resourceMetadata: {}, allowInsecureLoopback: true }
    server.on('request', createApi(options))
    return publicUrl
  }
  const owned = stack.move()
  return {
    issuer,
    stranger,
    audience,
    apiUrl: await startApi(),
    startColdApi: startApi,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function listen(server: Server): Promise<Server> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return server
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}
