import type { Attempts } from './attempts.ts'

/**
 * ky repeats and waits. What is sent does not pass through it, so that no header or body can end in one of its errors;
 * its own time-outs are off, for the deadline behind `signal` also ends what goes on inside an attempt. It is loaded by
 * the first request: a program that starts does not wait for it.
 */
export async function sendAttempts({ method, url, attempt, planRetry, maxRetries, signal }: Attempts): Promise<Response> {
  const { default: ky, NetworkError: KyNetworkError } = await import('ky')
  let delaySeconds: number | undefined
  try {
    return await ky(url, {
      method,
      signal,
      fetch: attempt,
      redirect: 'manual',
      throwHttpErrors: false,
      timeout: false,
      retry: {
        limit: maxRetries,
        methods: [method as 'get'], // ky lists the methods that it knows; here every method that is asked for is meant
        shouldRetry: ({ error }) => {
          delaySeconds = planRetry(error)
          return delaySeconds !== undefined
        },
        delay: () => (delaySeconds ?? 0) * 1000,
      },
    })
  } catch (error) {
    throw error instanceof KyNetworkError ? error.cause : error
  }
}
