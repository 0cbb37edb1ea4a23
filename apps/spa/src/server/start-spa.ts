import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Settings } from '../settings.ts'
import { buildPage } from './build-page.ts'

/** How the page is served. */
export interface SpaOptions extends Settings {
  /** The port on 127.0.0.1. @default any free one */
  readonly port?: number | undefined
}

/** A page that is served. */
export interface Spa extends AsyncDisposable {
  /** Its origin. */
  readonly url: string
}

/** Builds the single-page application and serves it on loopback. A taken port rejects. */
export async function startSpa({ port = 0, ...settings }: SpaOptions): Promise<Spa> {
  const files = await buildPage()
  const index = files.get('/index.html')!
  const headers = toHeaders(settings)
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://spa.invalid')
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const file =
      pathname === '/settings.json'
        ? { content: JSON.stringify(settings), contentType: 'application/json' }
        : (files.get(pathname) ?? index)
    const isKept = pathname.startsWith('/assets/') && files.has(pathname)
    response.writeHead(isRead ? 200 : 405, {
      ...headers,
      'content-type': file.contentType,
      'cache-control': isKept ? 'public, max-age=31536000, immutable' : 'no-store',
    })
    response.end(isRead && request.method === 'GET' ? file.content : undefined)
  })
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** The page runs its own scripts, talks to the provider and the API, and is shown in no frame. */
function toHeaders({ issuer, apiUrl }: Settings): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'connect-src': `'self' ${new URL(issuer).origin} ${apiUrl}`,
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  }
  return {
    'content-security-policy': Object.entries(policy)
      .map((directive) => directive.join(' '))
      .join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  }
}
