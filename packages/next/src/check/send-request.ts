import { request, type IncomingMessage } from 'node:http'
import type { Answer } from './judge-answer.ts'

/** A request as it goes out: `fetch` would say of itself in its headers that it is no browser. */
export interface PlainRequest {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly timeoutSeconds: number
}

/** The answer whole; rejects when it is not there in time. */
export function sendRequest({ url, method, headers, body = '', timeoutSeconds }: PlainRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000)
    const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const sent = request(url, { method, headers: { ...headers, ...length }, signal }, (response) => {
      readText(response).then((text) => resolve(toAnswer(response, text)), reject)
    })
    sent.once('error', reject).end(body)
  })
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function toAnswer({ statusCode = 0, headers }: IncomingMessage, body: string): Answer {
  const first = (name: string): string | undefined => [headers[name]].flat()[0]
  return { status: statusCode, location: first('location'), actionRedirect: first('x-action-redirect'), body }
}
