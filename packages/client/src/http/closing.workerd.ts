import type { Closing } from './closing.ts'

/**
 * A signal for each call: an edge worker ties every signal to the request that made it, and makes none outside of one.
 * Closing refuses new calls; those of other requests under way cannot be reached.
 */
export function createClosing(): Closing {
  let closedBy: Error | undefined
  return {
    get signal() {
      return closedBy === undefined ? new AbortController().signal : AbortSignal.abort(closedBy)
    },
    close(reason) {
      closedBy ??= reason
    },
  }
}
