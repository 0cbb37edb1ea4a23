import { readHeader, type RequestSource } from '../cookies/cookie-source.ts'

/** What browsers and routers say of a request that nobody waits for, or whose answer is not shown as a page. */
const signs: readonly (readonly [header: string, means: RegExp])[] = [
  ['sec-purpose', /prefetch|prerender/i],
  ['purpose', /prefetch|preview/i],
  ['x-purpose', /prefetch|preview/i],
  ['x-moz', /prefetch/i],
  ['next-router-prefetch', /./],
  ['next-router-segment-prefetch', /./],
  ['x-middleware-prefetch', /./],
  ['rsc', /./],
]

/** Whether a request may start a login: a prefetch and a router's request for data (RSC) never do. */
export function mayStartLogin(source: RequestSource): boolean {
  return !signs.some(([header, means]) => means.test(readHeader(source, header) ?? ''))
}
