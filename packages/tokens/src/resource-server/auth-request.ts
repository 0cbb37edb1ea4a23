/** A request, whatever framework it comes from. A web-standard `Request` is one. */
export interface AuthRequest {
  readonly method: string
  readonly url: string
  /**
   * The headers: web-standard `Headers`, or an object of lists or strings by lower-case name, as Node has them. Node's
   * `headersDistinct` is the better one of its two: it shows a header that was sent twice.
   */
  readonly headers: Headers | RequestHeaders
}

/** Header values by lower-case name. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** Every value that was sent for a header, in order. */
export function readHeader({ headers }: AuthRequest, name: string): readonly string[] {
  const value = headers instanceof Headers ? headers.get(name) : headers[name]
  return value === null || value === undefined ? [] : typeof value === 'string' ? [value] : value
}
