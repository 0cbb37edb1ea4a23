/** The attempts that one call consists of, for whoever carries them out. */
export interface Attempts {
  readonly method: string
  /** Without its query. */
  readonly url: string
  /** Sends the request once. */
  readonly attempt: () => Promise<Response>
  /** After how many seconds to try again after a failure, or that it is final. */
  readonly planRetry: (failure: unknown) => number | undefined
  readonly maxRetries: number
  /** Ends the waiting between attempts. */
  readonly signal: AbortSignal
}
