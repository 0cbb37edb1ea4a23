import { isLoopbackHost } from '@auth/core-errors/options'

/** Whether a value is an https URL, or with `allowInsecureLoopback` an http one on loopback. */
export function isSecureUrl(value: unknown, allowInsecureLoopback?: boolean): value is string {
  const { protocol, hostname } = Object(URL.parse(String(value))) as Partial<URL>
  return protocol === 'https:' || (protocol === 'http:' && allowInsecureLoopback === true && isLoopbackHost(hostname!))
}
