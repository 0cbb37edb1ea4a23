import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import type { DemoUser } from 'issuer'
import { Browser } from '../../../client/test/browser.ts'

/** A server on loopback whose address is known before its application is made. */
export async function listen(
  createApplication: (publicUrl: string) => Express,
): Promise<{ server: Server; publicUrl: string } & AsyncDisposable> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.on('request', createApplication(publicUrl))
  return {
    server,
    publicUrl,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** What a browser sends beside its cookies. */
export interface Visit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: URLSearchParams | ''
}

/** Sends a request as it is: `fetch` would normalise its path, and say in `Sec-Fetch-Mode` that it is no page. */
function send(
  publicUrl: string,
  path: string,
  { body, ...init }: { method: string; headers: Record<string, string>; body: string },
): Promise<Response> {
  const { hostname, port } = new URL(publicUrl)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, agent: false, ...init }, (response) => {
      const headers = new Headers()
      for (const [name, values] of Object.entries(response.headersDistinct)) for (const value of values ?? []) headers.append(name, value)
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks)
        resolve(new Response(text.length === 0 ? null : text, { status: response.statusCode ?? 0, headers }))
      })
    })
    sent.once('error', reject).end(body)
  })
}

/** A browser with the cookies of one application. */
export class Visitor {
  readonly cookies: Map<string, string> = new Map()
  readonly #publicUrl: string
  readonly #issuer: string

  constructor(publicUrl: string, issuer: string) {
    this.#publicUrl = publicUrl
    this.#issuer = issuer
  }

  /** Asks for a page as a browser does, and keeps its cookies. */
  async visit(path: string | URL, { method = 'GET', headers = {}, body = '' }: Visit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const form = body === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
    const all = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'user-agent': 'Visitor/1', ...form, ...headers, cookie }
    const target = typeof path === 'string' ? path : path.pathname + path.search
    const response = await send(this.#publicUrl, target, { method, headers: all, body: String(body) })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]!.split(/=(.*)/s)
      if (/max-age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }

  /** Asks for a page that wants a sign-in, signs in, and follows to where that leads. */
  async signIn(path: string, user: DemoUser): Promise<Response> {
    const sent = await this.visit(path)
    const callback = await new Browser(this.#issuer).signIn(sent.headers.get('location') ?? '', user)
    const back = await this.visit(callback)
    return this.visit(new URL(back.headers.get('location') ?? '', this.#publicUrl))
  }
}
