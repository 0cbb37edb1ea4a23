/**
 * Lets one piece of work for a key run at a time, across all that share the lock. A holder that dies must lose the lock
 * after a while (a lease); whoever outlives its lease does no harm, because the store compares versions when it writes.
 */
export interface SessionLock {
  /** Runs the work once the lock is held, and frees it afterwards. Rejects with the signal's reason while it waits. */
  run<T>(key: string, work: () => Promise<T>, options: { readonly signal: AbortSignal }): Promise<T>
}
