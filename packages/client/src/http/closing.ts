/** The end of a client, as the calls that it makes learn of it. */
export interface Closing {
  /** Aborted when the client is closed. */
  readonly signal: AbortSignal
  readonly close: (reason: Error) => void
}

/** One signal for the client's whole life: closing it ends every call that is under way. */
export function createClosing(): Closing {
  const controller = new AbortController()
  return { signal: controller.signal, close: (reason) => controller.abort(reason) }
}
