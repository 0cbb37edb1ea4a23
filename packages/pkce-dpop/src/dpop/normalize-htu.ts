import { checkOption } from '@auth/core-errors/options'

/**
 * The form in which two `htu` values, or an `htu` and a request's URL, are compared: scheme and host in small letters,
 * no default port, no dot segments, percent-encoding only where it is needed, no user, query or fragment.
 * @throws {InvalidConfigError} VAL_2002 for what is no absolute http or https URL
 * @see RFC 9449 §4.3 and RFC 3986 §6.2.2, §6.2.3
 */
export function normalizeHtu(url: string | URL): string {
  const parsed = url instanceof URL || typeof url === 'string' ? URL.parse(url) : null
  const { origin, pathname } = checkOption(/^https?:$/.test(parsed?.protocol ?? ''), parsed, 'url', 'an absolute http or https URL') as URL
  return origin + pathname.replace(/%([\da-f]{2})?/gi, normalizeEscape)
}

/** Unreserved characters stand for themselves, other escapes are in capitals, and a stray `%` is an escaped one. */
function normalizeEscape(_escape: string, hex = '25'): string {
  const character = String.fromCharCode(Number.parseInt(hex, 16))
  return /[\w.~-]/.test(character) ? character : `%${hex.toUpperCase()}`
}
