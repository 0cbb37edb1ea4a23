import { isAuthPlatformError, NetworkError, ProtocolError, TimeoutError } from '@auth/core-errors'

/** By what every request is bound. */
export interface FetchBounds {
  /** The raw transport. */
  readonly fetch: typeof globalThis.fetch
  /** How long a request may take, its answer's body included, in seconds. */
  readonly timeoutSeconds: number
}

const maxBytes = 524_288

/** The body, no more of it than the cap and the chunk that goes past it. */
async function readBody(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for (let left = maxBytes; left >= 0;) {
    const { done, value } = await reader.read()
    if (done) return new Blob(chunks)
    chunks.push(value)
    left -= value.length
  }
  reader.cancel().catch(() => undefined)
  throw new ProtocolError('the answer is too long')
}

/**
 * One request to the provider, without cookies, stale copies or redirects. The answer's body has been read.
 * @throws {TimeoutError} NET_3002, {NetworkError} NET_3001; {ProtocolError} SRV_5003 for a redirect or a body of more than 512 KiB
 */
export async function fetchBounded({ fetch, timeoutSeconds }: FetchBounds, url: string, init?: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(timeoutSeconds * 1000)
  try {
    const { status, headers, body } = await fetch(url, { ...init, cache: 'no-cache', credentials: 'omit', redirect: 'manual', signal })
    // A browser shows a redirect as status 0.
    if (status < 200 || (status > 299 && status < 400)) throw new ProtocolError('the answer is a redirect')
    return new Response(body && (await readBody(body.getReader())), { status, headers })
  } catch (cause) {
    if (isAuthPlatformError(cause)) throw cause
    if (signal.aborted) throw new TimeoutError(undefined, { timeoutSeconds, cause })
    throw new NetworkError('the provider cannot be reached, or does not allow this origin (CORS)', { cause })
  }
}
