import { checkOption } from './check-option.ts'

/** Whether a URL's host name means this machine: `localhost`, `127.0.0.0/8` or `[::1]`. */
export function isLoopbackHost(hostname: string): boolean {
  return typeof hostname === 'string' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

/**
 * An absolute https URL without user, password or fragment; the answer is the text exactly as it was written. Plain
 * http passes on loopback addresses when `allowInsecureLoopback` is `true`. Whether the host exists is not checked.
 * @throws {InvalidConfigError} VAL_2002
 */
export function checkUrl(value: unknown, option: string, allowInsecureLoopback?: boolean): string {
  const text = value instanceof URL ? value.href : typeof value === 'string' ? value : ''
  const url = /^https?:\/\/[^\s#]+$/i.test(text) ? URL.parse(text) : null
  const isSecure = url?.protocol === 'https:' || (allowInsecureLoopback === true && isLoopbackHost(url?.hostname ?? ''))
  const holds = isSecure && url?.username === '' && url.password === ''
  return checkOption<unknown>(
    holds,
    holds ? text : value,
    option,
    'an https URL (http only on loopback, with allowInsecureLoopback)',
  ) as string
}
