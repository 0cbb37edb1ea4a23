import { expect, it } from 'vitest'
import { isSecureUrl } from './is-secure-url.ts'

it('takes https, and http on loopback only where it is allowed', () => {
  for (const url of ['https://a.test', 'https://a.test/path?query']) expect(isSecureUrl(url)).toBe(true)
  for (const url of ['http://127.0.0.1:1', 'http://localhost', 'http://[::1]/']) {
    expect([isSecureUrl(url), isSecureUrl(url, true)]).toEqual([false, true])
  }
  for (const url of [
    'http://a.test',
    'http://localhost.evil.test',
    'ftp://localhost',
    'javascript:alert(1)',
    '',
    'https',
    undefined,
    null,
    7,
    {},
  ]) {
    expect(isSecureUrl(url, true)).toBe(false)
  }
})
