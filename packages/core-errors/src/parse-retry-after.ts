/**
 * How many seconds a `Retry-After` header asks for, in both of its forms (RFC 9110 §10.2.3): a number of seconds, or a
 * date that is compared with `now` (milliseconds). 0 for a date in the past, `undefined` for what is neither form.
 */
export function parseRetryAfter(value: string | null | undefined, now: number): number | undefined {
  const text = typeof value === 'string' ? value : ''
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const date = Date.parse(/^[A-Z].* GMT$/.test(text) ? text : '')
  return Number.isNaN(date) || typeof now !== 'number' ? undefined : Math.max(0, (date - now) / 1000)
}
