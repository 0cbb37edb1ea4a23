import type { Attempts } from './attempts.ts'

/** Repeats and waits without a library, for browser bundles. */
export async function sendAttempts({ attempt, planRetry, signal }: Attempts): Promise<Response> {
  for (;;) {
    try {
      return await attempt()
    } catch (failure) {
      const delaySeconds = planRetry(failure)
      if (delaySeconds === undefined) throw failure
      await wait(delaySeconds * 1000, signal)
    }
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', onAbort)
  })
}
