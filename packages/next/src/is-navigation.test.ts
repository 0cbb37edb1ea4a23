import { describe, expect, it } from 'vitest'
import { isNavigation } from './is-navigation.ts'

const ask = (headers: Record<string, string>, method = 'GET'): boolean =>
  isNavigation(new Request('https://site.example/orders', { method, headers }))

describe('isNavigation', () => {
  it('is what a browser says of a page that it is about to show', () => {
    expect(ask({ 'sec-fetch-mode': 'navigate' })).toBe(true)
  })

  it('is what an older browser asks for as a page', () => {
    expect(ask({ accept: 'text/html,*/*;q=0.8' })).toBe(true)
  })

  it.each([
    [{ 'sec-fetch-mode': 'cors', accept: 'text/html' }],
    [{ 'sec-fetch-mode': 'no-cors' }],
    [{ 'sec-fetch-mode': 'navigate', 'sec-purpose': 'prefetch;prerender' }],
    [{ 'sec-fetch-mode': 'navigate', purpose: 'prefetch' }],
    [{ 'sec-fetch-mode': 'navigate', rsc: '1' }],
    [{ accept: '*/*' }],
    [{}],
  ])('is not %j', (headers) => {
    expect(ask(headers as Record<string, string>)).toBe(false)
  })

  it('is never what changes something', () => {
    expect([ask({ 'sec-fetch-mode': 'navigate' }, 'POST'), ask({ 'sec-fetch-mode': 'navigate' }, 'HEAD')]).toEqual([false, false])
  })
})
