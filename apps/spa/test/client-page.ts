import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** A page without an application: `@auth/client/browser`, bundled as for any page, and nothing else. */
export interface ClientPage extends AsyncDisposable {
  readonly url: string
  /** What the page is made of, by path, for who serves it at another origin. */
  readonly files: Readonly<Record<string, string>>
}

const html = `<!doctype html><link rel="icon" href="data:,"><script type="module">
import { BrowserClient } from '/client.js'
globalThis.createClient = (config) => new BrowserClient({ redirectUri: location.origin + '/callback', allowInsecureLoopback: true, ...config })
globalThis.attempt = (work) => Promise.resolve().then(work).then(
  (value) => ({ value }),
  ({ name, code, message, transient, details }) => ({ name, code, message, transient, details }),
)
</script>`

/** The client, bundled from its sources. */
async function bundleClient(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('@auth/client/browser'))
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    root: join(import.meta.dirname, '..'),
    resolve: { conditions: ['@auth/source', 'module', 'browser', 'production'] },
    build: { write: false, target: 'es2022', lib: { entry, formats: ['es'], fileName: 'client' } },
  })
  const [chunk] = [result].flat().flatMap((built) => ('output' in built ? built.output : []))
  return chunk?.type === 'chunk' ? chunk.code : ''
}

/** Serves the page at every path of a loopback origin. */
export async function startClientPage(): Promise<ClientPage> {
  const files = { '/': html, '/client.js': await bundleClient() }
  const server = createServer((request, response) => {
    if (request.url === '/silent') return // never answers
    const isScript = request.url === '/client.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html').end(files[isScript ? '/client.js' : '/'])
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
