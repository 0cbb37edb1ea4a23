const maxLength = 2048

/**
 * Where a browser may be sent back to: a path of the application, or a URL of its origin, as an absolute URL. Everything
 * else becomes the start page. What a browser would read in another way than it looks is refused altogether:
 * backslashes, spaces and control characters, wherever they are.
 */
export function toReturnUrl(returnTo: string | null | undefined, homeUrl: string): string {
  if (typeof returnTo !== 'string' || returnTo.length > maxLength || /[^!-[\]-~]/.test(returnTo)) return homeUrl
  if (!/^\/(?!\/)/.test(returnTo) && !/^https?:\/\//i.test(returnTo)) return homeUrl
  const { origin } = new URL(homeUrl)
  const url = URL.parse(returnTo, homeUrl)
  const isOurs = url?.origin === origin && url.username === '' && url.password === '' && !url.pathname.startsWith('//')
  return isOurs ? url.href : homeUrl
}
