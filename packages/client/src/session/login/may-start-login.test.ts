import { describe, expect, it } from 'vitest'
import { mayStartLogin } from './may-start-login.ts'

describe('mayStartLogin', () => {
  it.each([
    ['sec-purpose', 'prefetch'],
    ['sec-purpose', 'prefetch;prerender'],
    ['purpose', 'prefetch'],
    ['purpose', 'preview'],
    ['x-purpose', 'preview'],
    ['x-moz', 'prefetch'],
    ['next-router-prefetch', '1'],
    ['next-router-segment-prefetch', '/_tree'],
    ['x-middleware-prefetch', '1'],
    ['rsc', '1'],
  ])('refuses a request with %s: %s', (name, value) => {
    expect(mayStartLogin({ headers: { [name]: value } })).toBe(false)
  })

  it.each([[{}], [{ 'sec-fetch-mode': 'navigate', accept: 'text/html' }], [{ purpose: 'navigate' }]])('lets %j through', (headers) => {
    expect(mayStartLogin({ headers })).toBe(true)
  })
})
