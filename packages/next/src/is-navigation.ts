import { mayStartLogin } from '@auth/client/session'

/**
 * Whether a browser is about to show the answer as a page: the only request that may end at the sign-in. A prefetch and a
 * request of Next's router are none; the proxy does not see Next's own marks of those, so that what a browser says counts.
 */
export function isNavigation(request: Request): boolean {
  if (request.method !== 'GET' || !mayStartLogin(request)) return false
  const mode = request.headers.get('sec-fetch-mode')
  return mode === null ? (request.headers.get('accept') ?? '').includes('text/html') : mode === 'navigate'
}
