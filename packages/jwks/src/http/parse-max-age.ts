/**
 * For how long an answer says that it is fresh from now on, in seconds: its `max-age` less the time that it lay in other
 * caches; 0 with `no-store` or `no-cache`, `undefined` when it does not say (RFC 9111 §5.1, §5.2.2).
 */
export function parseMaxAge(headers: Headers): number | undefined {
  const directives = headers.get('cache-control') ?? ''
  if (/(^|[\s,])no-(store|cache)\s*(,|$)/i.test(directives)) return 0
  const [, maxAge] = /(?:^|[\s,])max-age="?(\d+)/i.exec(directives) ?? []
  const age = /^\d+$/.exec(headers.get('age') ?? '') ?? 0
  return maxAge === undefined ? undefined : Math.max(0, Number(maxAge) - Number(age))
}
