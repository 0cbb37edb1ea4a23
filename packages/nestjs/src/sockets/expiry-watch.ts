/** Calls back after some seconds, and answers what stops it. */
export type StartTimer = (callback: () => void, seconds: number) => () => void

/** What tells when a connection ends. */
export interface Timing {
  /** The wall clock, in milliseconds. */
  readonly now: () => number
  readonly startTimer: StartTimer
}

/** Timers of the runtime hold 24 days at most; a longer wait is made of several. */
const longestWaitSeconds = 86_400

/** The runtime's own timer. It keeps no process running. */
export function startTimer(callback: () => void, seconds: number): () => void {
  const timer = setTimeout(callback, seconds * 1000)
  ;(timer as { unref?: () => void }).unref?.()
  return () => clearTimeout(timer)
}

/**
 * Calls back once the wall clock has passed a time, in seconds since the epoch: a clock that was set is followed, at the
 * latest a day later.
 * @returns what stops it
 */
export function watchExpiry(expiresAt: number, onExpired: () => void, { now, startTimer }: Timing): () => void {
  let stop = (): void => {}
  const wait = (): void => {
    const remainingSeconds = expiresAt - now() / 1000
    if (remainingSeconds <= 0) onExpired()
    else stop = startTimer(wait, Math.min(remainingSeconds, longestWaitSeconds))
  }
  wait()
  return () => stop()
}
