import { TimeoutError } from '@auth/core-errors'

/** The outcome of the work, or a rejection when it takes too long. @throws {TimeoutError} NET_3002 at the deadline */
export async function withinDeadline<T>(timeoutSeconds: number, work: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(undefined, { timeoutSeconds })), timeoutSeconds * 1000)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
