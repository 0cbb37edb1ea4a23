import { InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { readCookies, readHeader } from './cookie-source.ts'

const request = new Request('https://app.example/', { headers: { cookie: 'a=1; b=x=y;c = 3 ; a=2; nothing; =z' } })

describe('readCookies', () => {
  it.each([
    ['a request', request],
    ['an object with its headers', { headers: request.headers }],
    ['Node’s headers', { headers: { cookie: 'a=1; b=x=y;c = 3 ; a=2; nothing; =z' } }],
    ['Node’s distinct headers', { headers: { cookie: ['a=1; b=x=y', 'c = 3 ; a=2; nothing; =z'] } }],
  ])('reads %s, and of two cookies of one name the first', (_, source) => {
    expect(Object.fromEntries([...readCookies(source)].filter(([name]) => name !== ''))).toEqual({ a: '1', b: 'x=y', c: '3' })
  })

  it('takes no name for another one for what stands around it: only there does `__Host-` keep other hosts out', () => {
    // A sibling host may set a cookie of such a name for the whole domain; its path makes it come first.
    for (const mark of ['\u00a0', '\u2000', '\ufeff', '\v', '\f', '\u0085']) {
      const headers = { cookie: `${mark}__Host-auth-session=theirs; __Host-auth-session${mark}=theirs; \t__Host-auth-session =ours` }
      expect(readCookies({ headers }).get('__Host-auth-session'), JSON.stringify(mark)).toBe('ours')
    }
  })

  it('reads a cookie jar', () => {
    const jar = {
      getAll: () => [
        { name: 'a', value: '1' },
        { name: 'a', value: '2' },
      ],
    }
    expect([...readCookies(jar)]).toEqual([['a', '1']])
  })

  it('reads nothing from a request without cookies, or with a header too long to be one', () => {
    expect([...readCookies({ headers: {} })].filter(([name]) => name !== '')).toEqual([])
    expect(readCookies({ headers: { cookie: `a=${'x'.repeat(70_000)}` } }).size).toBe(0)
  })

  it.each([[undefined], [null], ['a=1'], [{}], [{ headers: 'a=1' }]])('refuses %j as a source', (source) => {
    expect(() => readCookies(source as never)).toThrow(InvalidConfigError)
  })
})

describe('readHeader', () => {
  it('joins what came twice', () => {
    expect(readHeader({ headers: { 'sec-purpose': ['a', 'b'] } }, 'sec-purpose')).toBe('a, b')
    expect(readHeader({ headers: new Headers() }, 'x')).toBeUndefined()
  })
})
