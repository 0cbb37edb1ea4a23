/** Runs the suite that stands in a folder; `onLine` is told each line of JSON. Rejects with {@link NotThereError} when it cannot. */
export type Runner = (folder: string, onLine: (line: string) => void) => Promise<void>

/** A runtime is not to be had on this machine. */
export class NotThereError extends Error {
  override readonly name = 'NotThereError'
}
