import { ErrorFactory, ProtocolError } from '@auth/core-errors'
import { isStream } from './is-stream.ts'
import { readBounded } from './read-bounded.ts'
import { untilAborted } from './until-aborted.ts'

/** One request, as it goes over the wire. */
export interface Exchange {
  readonly url: string
  readonly init: RequestInit
  readonly signal: AbortSignal
  readonly fetch: typeof globalThis.fetch
  readonly maxResponseBytes: number
}

/**
 * Sends one request once and reads its answer whole, so that no body is left open and a connection that breaks in the
 * middle of one is a failure like any other. Redirects are not followed: what was sent is meant for this server alone.
 * @throws {ProtocolError} SRV_5003 for a redirect, or a body past the cap
 * @throws {AuthPlatformError} what `ErrorFactory.fromException` makes of a failure of the network
 */
export async function exchange({ url, init, signal, fetch, maxResponseBytes }: Exchange): Promise<Response> {
  signal.throwIfAborted()
  try {
    const sent = fetch(url, { ...init, ...(isStream(init.body) ? { duplex: 'half' } : {}), redirect: 'manual', signal })
    sent.then(
      (late) => signal.aborted && discard(late),
      () => undefined,
    )
    const response = await untilAborted(sent, signal)
    if (isRedirect(response)) {
      discard(response)
      throw new ProtocolError('the server answered with a redirect, which is not followed', { statusCode: response.status || undefined })
    }
    return await buffer(response, maxResponseBytes, signal)
  } catch (error) {
    throw signal.aborted ? signal.reason : ErrorFactory.fromException(error)
  }
}

/** A browser hides a redirect's status; 304 is the answer to a conditional request. */
function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304)
}

function discard(response: Response): void {
  void response.body?.cancel().catch(() => undefined)
}

/** The same response with its body in memory, without the words beside its status, which not every Response can hold. An outage or a limit is one however long its page is: then the body is dropped. */
async function buffer(response: Response, maxBytes: number, signal: AbortSignal): Promise<Response> {
  const { status, headers, url } = response
  const bytes = await readBounded(response, maxBytes, { signal }).catch((error: unknown) => {
    if (signal.aborted || (status < 500 && status !== 429)) throw error
  })
  const buffered = new Response(bytes?.length ? bytes : null, { status, headers })
  return Object.defineProperty(buffered, 'url', { value: url })
}
