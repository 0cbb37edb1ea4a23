/** A request, whatever framework it comes from. A web-standard `Request` is one. */
export interface AuthRequest {
  readonly method: string
  /** A path or an absolute URL; only the path in it counts. */
  readonly url: string
  /**
   * The headers: web-standard `Headers`, or an object of lists or strings by lower-case name, as Node has them. Node's
   * `headersDistinct` is the better one of its two: it shows a header that was sent twice.
   */
  readonly headers: Headers | RequestHeaders
  /** The framework's own request, for the functions among the options that ask for it. */
  readonly raw?: unknown
  /** What an earlier guard of the same server answered to this very request: then the requirements alone are checked. */
  readonly auth?: unknown
  /**
   * The connection has outlived the request that `auth` was the answer to, as a WebSocket does: the token is judged anew.
   * Its binding was proven when the connection began, and is not asked for again.
   */
  readonly isContinued?: boolean | undefined
}

/** Header values by lower-case name. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** Every value that was sent for a header, in order. */
export function readHeader({ headers }: AuthRequest, name: string): readonly string[] {
  const value = headers instanceof Headers ? headers.get(name) : headers[name]
  return value === null || value === undefined ? [] : typeof value === 'string' ? [value] : value
}

/** The path of a request's URL as it was sent, without its query; empty where it has none. */
export function readPath(url: string): string {
  const [path = ''] = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1)
  return path.startsWith('/') ? path : ''
}
