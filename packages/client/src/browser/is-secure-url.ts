import { isLoopbackHost } from '@auth/core-errors/options'

/** Whether a value is an https URL without credentials, or with `allowInsecureLoopback` an http one on loopback. */
export function isSecureUrl(value: unknown, allowInsecureLoopback?: boolean): value is string {
  const { protocol, hostname, username, password } = Object(URL.parse(String(value))) as Partial<URL>
  const isSecure = protocol === 'https:' || (protocol === 'http:' && allowInsecureLoopback === true && isLoopbackHost(hostname!))
  return isSecure && !username && !password
}
