import fc from 'fast-check'
import { InsufficientScopeError, StepUpRequiredError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { checkRequirements } from './check-requirements.ts'
import { parseClaimPaths } from './claim-paths.ts'
import { parseRequirements, type Requirements } from './requirements.ts'

const now = 1_000_000
const context = { clock: { now: () => now * 1000, clockToleranceSeconds: 10 }, claimPaths: parseClaimPaths() }

function check(scopes: readonly string[], requirements: Requirements, claims: Record<string, unknown> = {}): void {
  const subject = { scopes, claims: { iss: 'https://as.example', exp: now + 60, ...claims } }
  checkRequirements(subject, parseRequirements(requirements), context)
}

describe('scopes', () => {
  it('asks for every one of `scopes`', () => {
    check(['a', 'b', 'c'], { scopes: ['a', 'b'] })
    expect(() => check(['a'], { scopes: ['a', 'b'] })).toThrow(InsufficientScopeError)
  })

  it('asks for one of `anyScope`', () => {
    check(['b'], { anyScope: ['a', 'b'] })
    expect(() => check(['c'], { anyScope: ['a', 'b'] })).toThrow(InsufficientScopeError)
  })

  it('compares scopes whole and exactly: admin is not admin2, nor ADMIN', () => {
    for (const granted of ['admin2', 'ADMIN', 'admi', 'admin '])
      expect(() => check([granted], { scopes: ['admin'] })).toThrow(InsufficientScopeError)
  })

  it('tells what is required and what was granted', () => {
    expect(() => check(['c'], { scopes: ['a', 'b'] })).toThrow(
      expect.objectContaining({ required: ['a', 'b'], granted: ['c'], message: 'the token lacks a scope: expected "a" and "b"' }),
    )
  })

  it('property: what is granted passes, and nothing less', () => {
    const scopes = fc.uniqueArray(fc.stringMatching(/^[a-z:]{1,8}$/), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(scopes, fc.nat(5), (granted, index) => {
        check(granted, { scopes: granted })
        const without = granted.filter((_, position) => position !== index % granted.length)
        expect(() => check(without, { scopes: granted })).toThrow(InsufficientScopeError)
      }),
    )
  })
})

describe.each(['roles', 'permissions'] as const)('%s', (kind) => {
  it('asks for every one, compared whole and exactly', () => {
    check([], { [kind]: ['admin', 'editor'] }, { [kind]: ['editor', 'viewer', 'admin'] })
    for (const granted of [['admin'], ['admin', 'Editor'], 'admin editor', undefined, { admin: true, editor: true }])
      expect(() => check([], { [kind]: ['admin', 'editor'] }, { [kind]: granted })).toThrow(InsufficientScopeError)
  })
})

it('a claim that is not what is asked for is told by its name, never by its value', () => {
  check([], { claims: { tier: { equals: 'gold' } } }, { tier: 'gold' })
  expect(() => check([], { claims: { tier: { equals: 'gold' } } }, { tier: 'iron' })).toThrow(
    expect.objectContaining({
      code: 'AUTH_1006',
      message: expect.stringMatching(/^(?!.*(gold|iron)).*"tier"/),
      details: { claim: 'tier' },
    }),
  )
  expect(() => check([], { claims: () => false })).toThrow(InsufficientScopeError)
})

it('what no sign-in can mend is told before a sign-in is asked for', () => {
  expect(() => check([], { scopes: ['a'], acr: 'gold' })).toThrow(InsufficientScopeError)
  expect(() => check(['a'], { scopes: ['a'], acr: 'gold' })).toThrow(StepUpRequiredError)
})

it('CVE-2026-42349: combined requirements hold together only, over their whole truth table', () => {
  const parts: readonly { readonly requirement: Requirements; readonly scope?: string; readonly claims?: Record<string, unknown> }[] = [
    { requirement: { scopes: ['a'] }, scope: 'a' },
    { requirement: { anyScope: ['x', 'y'] }, scope: 'y' },
    { requirement: { roles: ['admin'] }, claims: { roles: ['admin'] } },
    { requirement: { permissions: ['write'] }, claims: { permissions: ['write'] } },
    { requirement: { claims: { tier: { equals: 'gold' } } }, claims: { tier: 'gold' } },
    { requirement: { acr: 'mfa' }, claims: { acr: 'mfa' } },
    { requirement: { maxAgeSeconds: 60 }, claims: { auth_time: now } },
  ]
  const required: Requirements = Object.assign({}, ...parts.map(({ requirement }) => requirement))
  for (let row = 0; row < 2 ** parts.length; row++) {
    const held = parts.filter((_, index) => row & (1 << index))
    const scopes = held.flatMap(({ scope = [] }) => scope)
    const attempt = (): void => check(scopes, required, Object.assign({}, ...held.map(({ claims }) => claims)))
    if (held.length === parts.length) attempt()
    else expect(attempt).toThrow(/lacks|not what|sign in/)
  }
})
