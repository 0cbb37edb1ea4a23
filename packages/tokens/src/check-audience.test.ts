import { describe, expect, it } from 'vitest'
import { checkAudience, readAudiences } from './check-audience.ts'

const aud = expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check: 'aud' }) })

describe('readAudiences', () => {
  it('reads a string as a list of one, and an absent claim as an empty list', () => {
    expect(readAudiences({ aud: 'a' })).toEqual(['a'])
    expect(readAudiences({ aud: ['a', 'b'] })).toEqual(['a', 'b'])
    expect(readAudiences({})).toEqual([])
  })

  it.each([1, null, {}, [1], ['a', null], [['a']], true])('refuses %j', (value) => {
    expect(() => readAudiences({ aud: value })).toThrow(aud)
  })
})

describe('checkAudience', () => {
  it('lets pass when one of the expected is among those of the token', () => {
    expect(() => checkAudience({ aud: ['x', 'api'] }, ['other', 'api'])).not.toThrow()
    expect(() => checkAudience({ aud: 'api' }, ['api'])).not.toThrow()
  })

  it.each([['ap'], ['api2'], ['API'], ['api/'], [' api'], ['']])('compares exactly: %j is not "api"', (value) => {
    expect(() => checkAudience({ aud: value }, ['api'])).toThrow(aud)
  })

  it('does not find an expected string within the characters of the token’s', () => {
    expect(() => checkAudience({ aud: 'an api here' }, ['api'])).toThrow(aud)
  })

  it('refuses an absent or empty audience', () => {
    expect(() => checkAudience({}, ['api'])).toThrow('expected "api", got none')
    expect(() => checkAudience({ aud: [] }, ['api'])).toThrow(aud)
  })

  it('expects none when it is switched off, yet the form must hold', () => {
    expect(() => checkAudience({}, null)).not.toThrow()
    expect(() => checkAudience({ aud: 'whatever' }, null)).not.toThrow()
    expect(() => checkAudience({ aud: 7 }, null)).toThrow(aud)
  })
})
