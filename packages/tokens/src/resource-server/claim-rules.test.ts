import { InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import type { TokenClaims } from '../token-claims.ts'
import { type ClaimsRequirement, parseClaimsRequirement } from './claim-rules.ts'

function holds(requirement: ClaimsRequirement, claims: Record<string, unknown>): boolean {
  const all = { iss: 'https://as.example', exp: 1, ...claims } as TokenClaims
  return parseClaimsRequirement(requirement, 'claims').every((check) => check.holds(all))
}

describe('a rule for a claim', () => {
  it.each([
    ['the same text', { equals: 'a' }, 'a', true],
    ['another case', { equals: 'a' }, 'A', false],
    ['a longer text', { equals: 'a' }, 'ab', false],
    ['a number as a text', { equals: 1 }, '1', false],
    ['false', { equals: false }, false, true],
    ['nothing for false', { equals: false }, undefined, false],
    ['null', { equals: null }, null, true],
    ['a list of it', { equals: 'a' }, ['a'], false],
    ['one of a list', { includes: 'a' }, ['b', 'a'], true],
    ['one word of a text', { includes: 'a' }, 'b a', true],
    ['a part of a word', { includes: 'a' }, 'ab', false],
    ['all of a list', { includes: ['a', 'b'] }, ['b', 'a'], true],
    ['some of a list', { includes: ['a', 'b'] }, ['a'], false],
    ['an object', { includes: 'a' }, { a: 'a' }, false],
    ['a predicate that says yes', { predicate: (value: unknown) => Number(value) > 3 }, 4, true],
    ['a predicate that says no', { predicate: (value: unknown) => Number(value) > 3 }, 3, false],
    ['a predicate that says yes to nothing', { predicate: () => true }, undefined, false],
    ['two rules of which one fails', { equals: 'a b', includes: 'c' }, 'a b', false],
    ['two rules that hold', { equals: 'a b', includes: 'a' }, 'a b', true],
  ])('%s', (_, rule, value, expected) => {
    expect(holds({ tier: rule }, value === undefined ? {} : { tier: value })).toBe(expected)
  })

  it('lets nothing pass but true: no promise, no number, no text', () => {
    for (const answer of [1, 'true', {}, Promise.resolve(true)]) {
      expect(holds({ tier: { predicate: () => answer as never } }, { tier: 1 })).toBe(false)
      expect(holds(() => answer as never, {})).toBe(false)
    }
  })

  it('sees no member that every object has', () => {
    expect(holds({ constructor: { predicate: () => true } }, {})).toBe(false)
    expect(holds({ toString: { includes: 'a' } }, {})).toBe(false)
  })

  it('all rules must hold', () => {
    const rules = { tier: { equals: 'gold' }, region: { includes: ['eu'] } }
    expect(holds(rules, { tier: 'gold', region: ['eu', 'us'] })).toBe(true)
    expect(holds(rules, { tier: 'gold', region: ['us'] })).toBe(false)
    expect(holds(rules, { tier: 'iron', region: ['eu'] })).toBe(false)
  })

  it('a function judges all claims at once', () => {
    expect(holds(({ sub, owner }) => sub === owner, { sub: 'ada', owner: 'ada' })).toBe(true)
    expect(holds(({ sub, owner }) => sub === owner, { sub: 'ada', owner: 'linus' })).toBe(false)
  })
})

it.each([
  ['no rules', {}, 'claims'],
  ['a text', 'tier', 'claims'],
  ['a rule that is a value', { tier: 'gold' }, 'claims.tier'],
  ['an empty rule', { tier: {} }, 'claims.tier'],
  ['a rule whose value is undefined', { tier: { equals: undefined } }, 'claims.tier'],
  ['a rule that does not exist', { tier: { equal: 'gold' } }, 'claims.tier.equal'],
  ['a list to equal', { tier: { equals: ['gold'] } }, 'claims.tier.equals'],
  ['an object to include, beside a text', { tier: { includes: ['gold', {}] } }, 'claims.tier.includes'],
  ['nothing to include', { tier: { includes: [] } }, 'claims.tier.includes'],
  ['a predicate that is none', { tier: { predicate: /gold/ } }, 'claims.tier.predicate'],
])('refuses %s', (_, requirement, option) => {
  expect(() => parseClaimsRequirement(requirement, 'claims')).toThrow(InvalidConfigError)
  expect(() => parseClaimsRequirement(requirement, 'claims')).toThrow(expect.objectContaining({ details: { option } }))
})
