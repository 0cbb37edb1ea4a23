import { toWrites } from '../cookies/session-writes.ts'
import type { SessionRedirect } from '../session-results.ts'

/** Sends the browser on, to be asked for with GET (RFC 9110 §15.4.4). */
export function toRedirect({ url, headers }: SessionRedirect): Response {
  const all = new Headers(headers)
  all.set('location', url)
  return new Response(null, { status: 303, headers: all })
}

/** What a program reads. */
export function toJson(
  body: unknown,
  { status = 200, headers = toWrites().headers }: { status?: number; headers?: Headers } = {},
): Response {
  return Response.json(body, { status, headers })
}

/** Nothing to show, and nothing to keep. */
export function toEmpty(status: number, more: Readonly<Record<string, string>> = {}): Response {
  const { headers } = toWrites()
  for (const [name, value] of Object.entries(more)) headers.set(name, value)
  return new Response(null, { status, headers })
}
