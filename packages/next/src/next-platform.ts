import * as cache from 'next/cache.js'
import { cookies, headers } from 'next/headers.js'
import { connection } from 'next/server.js'
import * as navigation from '#next/navigation'
import type { SessionCookieAttributes } from '@auth/client/session'

/** The cookies of the request that is being answered. */
export interface RequestCookies {
  getAll(): readonly { readonly name: string; readonly value: string }[]
  /** Throws where a response can no longer set cookies: while a page is rendered. */
  set(name: string, value: string, attributes: SessionCookieAttributes): unknown
  /** Throws as `set` does. */
  delete(name: string): unknown
}

/** What is needed of Next.js while a request is answered; each rejects outside of one. */
export interface NextPlatform {
  cookies(): Promise<RequestCookies>
  headers(): Promise<Pick<Headers, 'get'>>
  /** Ends what is being done, and sends the browser elsewhere. */
  redirect(url: string): never
  /** Ends what is being done with a 403, where `experimental.authInterrupts` is on; throws an ordinary error where it is off. */
  forbidden(): never
  /** Ends what is being done with a 404. */
  notFound(): never
}

function throwOrdinaryError(): never {
  throw new Error('this Next.js has no forbidden()')
}

/** What not every Next.js has. Copies, since a bundler refuses a module that names what another one does not export. */
const sometimes: { readonly io?: () => Promise<void>; readonly forbidden?: () => never } = { ...cache, ...navigation }
/** Leaves what follows out of every prerender, that for a prefetch included: a session is read by the clock. `io` since 16.3. */
const untilRequested = sometimes.io ?? connection
/** Since 15.1. */
const forbidden = sometimes.forbidden ?? throwOrdinaryError

/** Next.js itself. */
export const nextPlatform: NextPlatform = {
  // Next declares the cookies as read-only, and lets actions and route handlers write them.
  async cookies() {
    await untilRequested()
    return (await cookies()) as Pick<RequestCookies, 'getAll'> as RequestCookies
  },
  headers: () => headers(),
  redirect: (url) => navigation.redirect(url),
  forbidden,
  notFound: () => navigation.notFound(),
}
