/** What every call that goes over the network takes beside its parameters. */
export interface CallOptions {
  /** Ends the call, which rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** How long the whole call may take, discovery, repetitions and nonce included, in seconds. @default the configuration's `timeoutSeconds` */
  readonly deadlineSeconds?: number | undefined
  /** Goes into the events of a call, and into the error of one that fails. */
  readonly correlationId?: string | undefined
}
