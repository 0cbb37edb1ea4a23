import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { DPoPNonceIssuer } from '@auth/pkce-dpop/dpop'
import { ResourceServer } from '@auth/tokens/resource-server'
import { startIssuer } from 'issuer'
import { algorithms } from '../suite/world.ts'
import { audiences, createCommands } from './create-commands.ts'
import { ScriptedEndpoint } from './scripted-endpoint.ts'

/** A live issuer and the server by which the checks control it, on loopback. */
export interface ControlServer extends AsyncDisposable {
  readonly origin: string
}

/** What the server is to have beside its commands. */
export interface ControlServerOptions {
  /** The file of the script that its page runs. */
  readonly pageScript?: string | undefined
}

const page = '<!doctype html><meta charset="utf-8"><title>The checks</title><script type="module" src="/page.js"></script>'

/** Starts an issuer for one runtime, and what its checks need beside it. */
export async function startControlServer({ pageScript }: ControlServerOptions = {}): Promise<ControlServer> {
  const resources = algorithms.map((algorithm) => ({ identifier: audiences[algorithm], algorithm }))
  const issuer = await startIssuer({ resources })
  const scripted = new ScriptedEndpoint()
  const commands = createCommands(issuer, scripted)
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one
  const answerAPI = createAPI(issuer.issuer, origin)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', origin)
    if (pathname === '/scripted') return scripted.answer(response)
    if (pathname === '/api') return answerAPI(request, response)
    if (pathname === '/') return void response.writeHead(200, { 'content-type': 'text/html' }).end(page)
    if (pathname === '/page.js' && pageScript !== undefined) {
      return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(await readFile(pageScript))
    }
    const command = /^\/control\/(\w+)$/.exec(pathname)?.[1] ?? ''
    if (!Object.hasOwn(commands, command)) return void response.writeHead(404).end()
    const result = await commands[command]!((await json(request)) as never)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result ?? null))
  }

  return {
    origin,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await Promise.all([issuer.close(), new Promise((resolve) => server.close(resolve))])
    },
  }
}

/** An API that takes DPoP with nonces alone, and answers whose token came. */
function createAPI(issuer: string, publicUrl: string): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const nonce = new DPoPNonceIssuer({ secrets: [crypto.getRandomValues(new Uint8Array(32))] })
  const server = new ResourceServer({
    issuer,
    audience: audiences.ES256,
    publicUrl,
    dpop: { mode: 'required', nonce },
    allowInsecureLoopback: true,
  })
  return async ({ method = '', url = '', headersDistinct }, response) => {
    try {
      const { auth, headers } = await server.authenticate({ method, url, headers: headersDistinct })
      response.writeHead(200, headers).end(JSON.stringify({ client: auth.claims.client_id, scheme: auth.scheme }))
    } catch (error) {
      const { status, headers, body } = server.challenge(error)
      response.writeHead(status, headers).end(JSON.stringify(body))
    }
  }
}
