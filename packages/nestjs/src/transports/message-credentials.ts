import type { RequestHeaders } from '@auth/tokens/resource-server'

const names = new Set(['authorization', 'dpop', 'x-correlation-id', 'traceparent'])

function toValues(value: unknown): readonly string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values
    .map((each) => (each instanceof Uint8Array ? new TextDecoder().decode(each) : each))
    .filter((each) => typeof each === 'string')
}

/**
 * Credentials that came in a message instead of in headers: `{token}`, or `{authorization, dpop}` as the headers of these
 * names would be; names in any case, values as texts, bytes or lists of them. What else is there is not looked at.
 */
export function readMessageCredentials(message: unknown): RequestHeaders {
  if (typeof message !== 'object' || message === null) return {}
  const headers: Record<string, string[]> = {}
  for (const [given, value] of Object.entries(message)) {
    const name = given.toLowerCase()
    if (names.has(name)) (headers[name] ??= []).push(...toValues(value))
    else if (given === 'token') (headers['authorization'] ??= []).push(...toValues(value).map((token) => `Bearer ${token}`))
  }
  return headers
}

/** Headers of a request and those of its message together: what came by both ways is there twice, and refused as such. */
export function mergeHeaders(one: RequestHeaders, other: RequestHeaders): RequestHeaders {
  // Its names are whatever a client wrote: `constructor`, for one.
  const merged = Object.create(null) as Record<string, readonly string[]>
  for (const [name, value] of [...Object.entries(one), ...Object.entries(other)]) {
    if (value !== undefined) merged[name] = [...(merged[name] ?? []), ...(typeof value === 'string' ? [value] : value)]
  }
  return merged
}
