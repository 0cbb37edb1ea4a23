import { describe, expect, it } from 'vitest'
import { hasScopes, readScopes } from './scopes.ts'

describe('readScopes', () => {
  it.each([
    [{ scope: 'read write' }, ['read', 'write']],
    [{ scope: ' read  write ' }, ['read', 'write']],
    [{ scope: '' }, []],
    [{ scp: ['read', 'write'] }, ['read', 'write']],
    [{ scp: 'read write' }, ['read', 'write']],
    [{ scope: 'read', scp: 'write' }, ['read']],
    [{ scope: ['read', 1] }, ['read']],
    [{ scope: 7 }, []],
    [{}, []],
  ])('of %j', (claims, scopes) => {
    expect(readScopes(claims)).toEqual(scopes)
  })
})

describe('hasScopes', () => {
  it('asks for every one of a list, or of a string separated by spaces', () => {
    expect(hasScopes({ scope: 'a b c' }, ['a', 'c'])).toBe(true)
    expect(hasScopes({ scope: 'a b c' }, 'c a')).toBe(true)
    expect(hasScopes({ scope: 'a b' }, ['a', 'c'])).toBe(false)
  })

  it.each(['admin2', 'dmin', 'Admin', 'admin:x', 'adminn'])('compares exactly: %s is not admin (RFC 6749 §3.3)', (granted) => {
    expect(hasScopes({ scope: granted }, 'admin')).toBe(false)
    expect(hasScopes({ scope: 'admin' }, granted)).toBe(false)
  })

  it('refuses to ask for nothing, or for what is no scope', () => {
    for (const required of ['', ' ', [], [''], [1], undefined, null, {}]) {
      expect(() => hasScopes({ scope: 'a' }, required as never)).toThrow(
        expect.objectContaining({ code: 'VAL_2002', details: { option: 'required' } }),
      )
    }
    expect(() => hasScopes(undefined as never, 'a')).toThrow(expect.objectContaining({ code: 'VAL_2002', details: { option: 'claims' } }))
  })
})
