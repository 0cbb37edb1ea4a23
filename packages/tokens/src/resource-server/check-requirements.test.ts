import fc from 'fast-check'
import { InsufficientScopeError, InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { checkRequirements, parseRequirements } from './check-requirements.ts'

describe('checkRequirements', () => {
  it('asks for every one of `scopes`', () => {
    checkRequirements(['a', 'b', 'c'], { scopes: ['a', 'b'] })
    expect(() => checkRequirements(['a'], { scopes: ['a', 'b'] })).toThrow(InsufficientScopeError)
  })

  it('asks for one of `anyScope`', () => {
    checkRequirements(['b'], { anyScope: ['a', 'b'] })
    expect(() => checkRequirements(['c'], { anyScope: ['a', 'b'] })).toThrow(InsufficientScopeError)
  })

  it.each([
    [['a', 'x'], true],
    [['a'], false],
    [['x'], false],
    [[], false],
  ])('both must hold: granted %j', (granted, passes) => {
    const check = (): void => checkRequirements(granted, { scopes: ['a'], anyScope: ['x', 'y'] })
    if (passes) check()
    else expect(check).toThrow(InsufficientScopeError)
  })

  it('compares scopes whole and exactly: admin is not admin2, nor ADMIN', () => {
    for (const granted of ['admin2', 'ADMIN', 'admi', 'admin '])
      expect(() => checkRequirements([granted], { scopes: ['admin'] })).toThrow(InsufficientScopeError)
  })

  it('tells what is required and what was granted', () => {
    expect(() => checkRequirements(['c'], { scopes: ['a', 'b'] })).toThrow(
      expect.objectContaining({ required: ['a', 'b'], granted: ['c'], message: 'the token lacks a scope: expected "a" and "b"' }),
    )
  })

  it('property: what is granted passes, and nothing less', () => {
    const scopes = fc.uniqueArray(fc.stringMatching(/^[a-z:]{1,8}$/), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(scopes, fc.nat(5), (granted, index) => {
        checkRequirements(granted, { scopes: granted })
        const without = granted.filter((_, position) => position !== index % granted.length)
        expect(() => checkRequirements(without, { scopes: granted })).toThrow(InsufficientScopeError)
      }),
    )
  })
})

describe('parseRequirements', () => {
  it('copies what is well formed', () => {
    const scopes = ['a']
    const parsed = parseRequirements({ scopes })
    scopes.push('b')
    expect(parsed).toEqual({ scopes: ['a'] })
    expect(parseRequirements()).toEqual({})
  })

  it.each([
    ['scopes that are a string', { scopes: 'a b' }, 'requirements.scopes'],
    ['no scopes in the list', { scopes: [] }, 'requirements.scopes'],
    ['an empty scope', { anyScope: [''] }, 'requirements.anyScope'],
    ['a requirement that does not exist', { scope: ['a'] }, 'requirements.scope'],
    ['no object', 'orders:read', 'requirements'],
    ['null', null, 'requirements'],
  ])('refuses %s', (_, requirements, option) => {
    expect(() => parseRequirements(requirements as never)).toThrow(InvalidConfigError)
    expect(() => parseRequirements(requirements as never)).toThrow(expect.objectContaining({ details: { option } }))
  })
})
