import { isAuthPlatformError, NetworkError, ProtocolError, ServiceUnavailableError, TimeoutError } from '@auth/core-errors'
import type { DocumentFetch, DocumentFetchOptions } from './document-fetch.ts'

/**
 * No header of our own, so that no preflight is needed. HTTP caching is left to the browser, which asks each time whether
 * what it has is still good. No cookie goes along. A redirect is not followed and comes as status 0.
 */
const init: RequestInit = { headers: { accept: 'application/json' }, cache: 'no-cache', credentials: 'omit', redirect: 'manual' }

/** The body as text, no more of it than the cap and the chunk that goes past it. */
async function readText({ body }: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder()
  const reader = (body ?? new Blob().stream()).getReader()
  let text = ''
  for (let total = 0; ;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    total += value.length
    if (total > maxBytes) {
      reader.cancel().catch(() => undefined)
      throw new ProtocolError(`the response body is longer than ${maxBytes} bytes`, { details: { maxBytes } })
    }
    text += decoder.decode(value, { stream: true })
  }
}

/**
 * The way of browsers: a deadline and a bounded read around plain fetch, so that no HTTP library comes into the bundle.
 * `Retry-After` is not read, which servers seldom show to other origins.
 */
export function createDocumentFetch({ fetch, timeoutSeconds, maxBytes }: DocumentFetchOptions): DocumentFetch {
  return async (url, { signal } = {}) => {
    const deadline = AbortSignal.timeout(timeoutSeconds * 1000)
    try {
      const response = await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, deadline]) : deadline })
      const { status } = response
      const text = await readText(response, maxBytes)
      if (status >= 500 || status === 429) throw new ServiceUnavailableError(`the server answered ${status}`, { statusCode: status })
      return { status, text }
    } catch (cause) {
      if (signal?.aborted || isAuthPlatformError(cause)) throw cause
      throw deadline.aborted ? new TimeoutError(undefined, { timeoutSeconds, cause }) : new NetworkError(undefined, { cause })
    }
  }
}
