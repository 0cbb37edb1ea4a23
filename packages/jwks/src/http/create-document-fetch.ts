import { HTTPExecutor } from '@auth/http-resilience'
import type { DocumentFetch, DocumentFetchOptions } from './document-fetch.ts'
import { parseMaxAge } from './parse-max-age.ts'

/**
 * The way of servers. Neither retries nor a breaker: whoever asks for keys has a cool-down of its own, and a second one
 * below it would only make an outage last longer.
 */
export function createDocumentFetch(options: DocumentFetchOptions): DocumentFetch {
  const { fetch, timeoutSeconds, maxBytes, now, allowInsecureLoopback, kind } = options
  const bounds = { timeoutSeconds, maxResponseBytes: maxBytes, retry: false, circuitBreaker: false } as const
  const executor = new HTTPExecutor({ ...bounds, fetch, now, allowInsecureLoopback })
  return async (url, { etag, signal } = {}) => {
    const headers = { accept: 'application/json', ...(etag && { 'if-none-match': etag }) }
    const response = await executor.execute('GET', url, { kind, headers, signal: signal ?? null })
    return {
      status: response.status,
      text: await response.text(),
      maxAgeSeconds: parseMaxAge(response.headers),
      etag: response.headers.get('etag') ?? undefined,
    }
  }
}
