import type { Request } from 'express'

/** Methods without a body (RFC 9110 §9.3). */
const bodiless: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/**
 * The request as the session manager takes it. A body that a parser has read already is written out again.
 * @param origin the application's own: the request's `Host` says nothing
 */
export function toWebRequest(request: Request, origin: string): globalThis.Request {
  const { method, originalUrl } = request
  const headers = new Headers()
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    // Node has cookies in one line, as HTTP wants them.
    if (!name.startsWith(':')) headers.set(name, (values ?? []).join(name === 'cookie' ? '; ' : ', '))
  }
  // A request to a proxy names a whole address (RFC 9112 §3.2.2).
  const url = origin + (originalUrl.startsWith('/') ? originalUrl : toPath(originalUrl))
  return bodiless.has(method)
    ? new Request(url, { method, headers })
    : new Request(url, { method, headers, body: toBody(request), duplex: 'half' } as RequestInit)
}

function toPath(address: string): string {
  const { pathname = '/', search = '' } = URL.parse(address) ?? {}
  return pathname + search
}

/** Node's own `fetch` takes a stream of Node's as a body. */
function toBody(request: Request): Request | string {
  const parsed: unknown = request.body
  if (!request.readableEnded || parsed === undefined || parsed === null) return request
  if (typeof parsed === 'string' || Buffer.isBuffer(parsed)) return String(parsed)
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')
  return isForm ? String(new URLSearchParams(toTexts(parsed))) : JSON.stringify(parsed)
}

function toTexts(form: object): Record<string, string> {
  return Object.fromEntries(Object.entries(form).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
