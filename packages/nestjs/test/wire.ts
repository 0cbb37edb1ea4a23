import { once } from 'node:events'
import { createServer, request as sendRequest, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came back over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Readonly<Record<string, unknown>>
}

/** A server on loopback and any free port, and what stops it. */
export async function listen(listener: RequestListener): Promise<[url: string, close: () => Promise<unknown>]> {
  const server = createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return [`http://127.0.0.1:${(server.address() as AddressInfo).port}`, close]
}

/** Sends the path as it is written, and headers as they are, one twice where it is a list. */
export function sendHttp(
  url: string,
  path: string,
  headers: Readonly<Record<string, string | string[]>>,
  method = 'GET',
  body?: object,
): Promise<WireAnswer> {
  const { hostname, port } = new URL(url)
  const content = body && JSON.stringify(body)
  const contentHeaders =
    content === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(content)) }
  return new Promise((resolve, reject) => {
    const sent = sendRequest({ hostname, port, path, method, headers: { ...headers, ...contentHeaders }, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: toBody(text) }))
    })
    sent.once('error', reject).end(content)
  })
}

export function toBody(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return { text }
  }
}
