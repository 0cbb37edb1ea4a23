import { checkObject, checkOption } from '@auth/core-errors/options'
import type { RequestHeaders } from '@auth/tokens/resource-server'

/** A request as far as its headers go: a web-standard `Request`, Next's `{headers: await headers()}`, or Node's own request. */
export interface RequestSource {
  readonly headers: Pick<Headers, 'get'> | RequestHeaders
}

/** Cookies that have been read already: what Next's `cookies()` gives. */
export interface CookieJar {
  getAll(): readonly { readonly name: string; readonly value: string }[]
}

/** Where the cookies of a request are read from. */
export type CookieSource = RequestSource | CookieJar

const maxHeaderLength = 65_536

/** A header of a request; what came in several lines is joined. */
export function readHeader(source: RequestSource, name: string): string | undefined {
  const headers = checkObject(checkObject(source, 'source').headers, 'source.headers')
  if (isHeaders(headers)) return headers.get(name) ?? undefined
  const value = headers[name]
  return typeof value === 'object' ? value.join(name === 'cookie' ? '; ' : ', ') : value
}

/** The cookies of a request by their names. Of two with one name the first counts, which is the more specific one. */
export function readCookies(source: CookieSource): ReadonlyMap<string, string> {
  checkObject(source, 'source')
  const cookies = new Map<string, string>()
  for (const { name, value } of listCookies(source)) if (!cookies.has(name)) cookies.set(name, value)
  return cookies
}

function listCookies(source: CookieSource): ReturnType<CookieJar['getAll']> {
  if ('getAll' in source) return source.getAll()
  checkOption('headers' in source, undefined, 'source', 'a request, an object with its headers, or a cookie jar')
  const header = readHeader(source, 'cookie') ?? ''
  if (header.length > maxHeaderLength) return []
  return header.split(';').map((pair) => {
    const at = pair.indexOf('=')
    return { name: trim(pair.slice(0, Math.max(at, 0))), value: trim(pair.slice(at + 1)) }
  })
}

/** Takes off what browsers do (RFC 6265bis §5.7), and no more: behind another kind of space, they see no `__Host-`. */
function trim(text: string): string {
  let [from, to] = [0, text.length]
  while (isBlank(text[from])) from++
  while (to > from && isBlank(text[to - 1])) to--
  return text.slice(from, to)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}

function isHeaders(headers: RequestSource['headers']): headers is Pick<Headers, 'get'> {
  return typeof (headers as Partial<Headers>).get === 'function'
}
