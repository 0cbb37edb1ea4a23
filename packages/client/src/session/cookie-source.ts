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
