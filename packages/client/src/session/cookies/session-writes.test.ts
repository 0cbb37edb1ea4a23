import { expect, it } from 'vitest'
import { createCookie, deleteCookie } from './session-cookie.ts'
import { toWrites } from './session-writes.ts'

it('writes are the cookies, and the headers that keep a response out of every cache', () => {
  const cookies = [
    createCookie({ secure: true }, { name: '__Host-a', value: 'x', maxAge: 60.9 }),
    createCookie({ secure: false }, { name: 'b', value: 'y', maxAge: -5, sameSite: 'none' }),
    deleteCookie({ secure: true }, '__Host-c'),
  ]
  const { headers, cookies: given } = toWrites(cookies)
  expect(given).toBe(cookies)
  expect(headers.getSetCookie()).toEqual([
    '__Host-a=x; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax',
    'b=y; Path=/; Max-Age=0; HttpOnly; SameSite=None',
    '__Host-c=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax',
  ])
  expect([headers.get('cache-control'), headers.get('vary')]).toEqual(['private, no-store', 'Cookie'])
  expect(toWrites().headers.getSetCookie()).toEqual([])
})
