/** What a timer can wait for: with more it ends at once. */
const longestSeconds = 2_147_483

/** Waits so many seconds, 24 days at most, or rejects with the signal's reason. The timer ends with the wait. */
export function waitSeconds(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      },
      Math.min(seconds, longestSeconds) * 1000,
    )
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
