import { createServer, request as sendRequest, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came back over the wire. */
interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Readonly<Record<string, unknown>>
}

/** A server on loopback and any free port, for one test. */
export interface TestServer extends AsyncDisposable {
  /** `headers` as they go over the wire, so that one may be sent twice. */
  send(path: string, headers?: Readonly<Record<string, string | string[]>>, method?: string): Promise<WireAnswer>
}

export async function serve(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    send: (path, headers = {}, method = 'GET') =>
      new Promise((resolve, reject) => {
        const sent = sendRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => (text += chunk))
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: toBody(text) }))
        })
        sent.once('error', reject).end()
      }),
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function toBody(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return { text }
  }
}
