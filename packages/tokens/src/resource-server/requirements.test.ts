import { InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { parseRequirements } from './requirements.ts'

describe('parseRequirements', () => {
  it('copies what is well formed', () => {
    const scopes = ['a']
    const parsed = parseRequirements({ scopes, acr: 'silver', maxAgeSeconds: 0, introspect: false })
    scopes.push('b')
    expect(parsed).toEqual({ scopes: ['a'], acr: ['silver'], maxAgeSeconds: 0, introspect: false })
    expect(parseRequirements()).toEqual({})
  })

  it.each([
    ['scopes that are a string', { scopes: 'a b' }, 'requirements.scopes'],
    ['no scopes in the list', { scopes: [] }, 'requirements.scopes'],
    ['two scopes in one text', { scopes: ['a b'] }, 'requirements.scopes'],
    ['two scopes in one text, beside a good one', { scopes: ['a', 'b c'] }, 'requirements.scopes'],
    ['an empty scope', { anyScope: [''] }, 'requirements.anyScope'],
    ['a requirement that does not exist', { scope: ['a'] }, 'requirements.scope'],
    ['scopes that a configuration lacks', { scopes: undefined }, 'requirements.scopes'],
    ['roles that a configuration lacks', { roles: undefined }, 'requirements.roles'],
    ['one that does not exist although it is undefined', { scope: undefined }, 'requirements.scope'],
    ['one by the name of an inherited member', JSON.parse('{"__proto__": ["a"]}'), 'requirements.__proto__'],
    ['one by the name of a method', { toString: ['a'] }, 'requirements.toString'],
    ['roles that are a string', { roles: 'admin' }, 'requirements.roles'],
    ['no permissions', { permissions: [] }, 'requirements.permissions'],
    ['an empty acr', { acr: '' }, 'requirements.acr'],
    ['a part of a second', { maxAgeSeconds: 0.5 }, 'requirements.maxAgeSeconds'],
    ['a time in the future', { maxAgeSeconds: -1 }, 'requirements.maxAgeSeconds'],
    ['introspect that is no boolean', { introspect: 'yes' }, 'requirements.introspect'],
    ['claims that are a list', { claims: [] }, 'requirements.claims'],
    ['no object', 'orders:read', 'requirements'],
    ['null', null, 'requirements'],
  ])('refuses %s', (_, requirements, option) => {
    expect(() => parseRequirements(requirements as never)).toThrow(InvalidConfigError)
    expect(() => parseRequirements(requirements as never)).toThrow(expect.objectContaining({ details: { option } }))
  })
})
