import { NetworkError, ProtocolError, ServiceUnavailableError, isAuthPlatformError, parseRetryAfter } from '@auth/core-errors'
import { readBounded } from '@auth/http-resilience'
import type { DocumentFetch, DocumentFetchOptions } from './document-fetch.ts'
import { withinDeadline } from './within-deadline.ts'

/**
 * No header of our own, so that no preflight is needed; the browser's own cache makes the request conditional, and no
 * cookie goes along.
 */
const init: RequestInit = { headers: { accept: 'application/json' }, cache: 'no-cache', credentials: 'omit', redirect: 'manual' }

/** Drops the body and throws, unless the status says that the document, or that none, is there. */
function checkStatus({ type, status, headers, body }: Response, now: () => number): void {
  const isOutage = status >= 500 || status === 429
  if (!isOutage && type !== 'opaqueredirect' && (status < 300 || status >= 400)) return
  void body?.cancel().catch(() => undefined)
  if (!isOutage) throw new ProtocolError('the server answered with a redirect, which is not followed', { statusCode: status || undefined })
  const retryAfterSeconds = parseRetryAfter(headers.get('retry-after'), now())
  throw new ServiceUnavailableError(`the server answered ${status}`, { statusCode: status, retryAfterSeconds })
}

/** The way of browsers: a deadline and a bounded read around plain fetch, so that no HTTP library comes into the bundle. */
export function createDocumentFetch({ fetch, timeoutSeconds, maxBytes, now }: DocumentFetchOptions): DocumentFetch {
  return async (url, { signal } = {}) => {
    try {
      return await withinDeadline({ timeoutSeconds, signal }, async (stop) => {
        const response = await fetch(url, { ...init, signal: stop })
        checkStatus(response, now)
        const bytes = await readBounded(response, maxBytes, { signal: stop })
        return { status: response.status, headers: response.headers, text: new TextDecoder().decode(bytes) }
      })
    } catch (error) {
      throw signal?.aborted || isAuthPlatformError(error) ? error : new NetworkError(undefined, { cause: error })
    }
  }
}
