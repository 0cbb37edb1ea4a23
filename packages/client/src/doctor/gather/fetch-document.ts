import { ProtocolError } from '@auth/core-errors'
import { readBounded } from '@auth/http-resilience'
import type { DocumentFacts, DocumentOutcome } from '../facts.ts'

/** How documents are asked for. */
export interface Network {
  readonly fetch: typeof globalThis.fetch
  readonly timeoutSeconds: number
  /** Ends everything. */
  readonly signal: AbortSignal
  /** The wall clock, in milliseconds. */
  readonly now: () => number
}

const maxBytes = 524_288

/** Asks for a document as the library would, and keeps what came of it; never throws. */
export async function fetchDocument(url: string, network: Network): Promise<DocumentFacts> {
  return { url, outcome: await ask(url, network) }
}

async function ask(url: string, { fetch, timeoutSeconds, signal, now }: Network): Promise<DocumentOutcome> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)])
  try {
    const sentAt = now()
    const response = await untilAborted(
      fetch(url, { headers: { accept: 'application/json' }, redirect: 'manual', signal: deadline }),
      deadline,
    )
    const at = (sentAt + now()) / 2
    const { status, headers } = response
    if (status >= 300 && status < 400) {
      void response.body?.cancel().catch(() => undefined)
      return { kind: 'redirect', status, location: headers.get('location') ?? undefined }
    }
    const text = new TextDecoder().decode(await readBounded(response, maxBytes, { signal: deadline }))
    return { kind: 'answer', status, headers, text, value: parseJson(text), at }
  } catch (error) {
    if (deadline.aborted) return { kind: 'timeout', timeoutSeconds }
    return error instanceof ProtocolError ? { kind: 'too_large', maxBytes } : { kind: 'failed', code: toFailureCode(error) }
  }
}

/** A transport may not listen to its signal. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    work.then(resolve, reject)
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** What Node calls a failure, found beneath `fetch`; never its message, which may quote what was sent. */
export function toFailureCode(error: unknown): string {
  for (let cause = error, depth = 0; depth < 5 && cause !== undefined; depth++) {
    const { code, cause: inner } = Object(cause) as { readonly code?: unknown; readonly cause?: unknown }
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return code
    cause = inner
  }
  return 'UNKNOWN'
}
