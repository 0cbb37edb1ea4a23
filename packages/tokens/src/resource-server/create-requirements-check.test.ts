import { InsufficientScopeError, InvalidConfigError, StepUpRequiredError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { createRequirementsCheck } from './create-requirements-check.ts'

const claims = { iss: 'https://as.example', exp: 2000, realm: { roles: ['admin'] }, acr: 'two', auth_time: 1000 }
const subject = { claims, scopes: ['orders:read'] }

describe('createRequirementsCheck', () => {
  it('lets claims pass that meet every requirement', () => {
    const check = createRequirementsCheck(
      { scopes: ['orders:read'], roles: ['admin'], acr: 'two', maxAgeSeconds: 60 },
      { claimPaths: { roles: ['realm', 'roles'] }, now: () => 1_060_000 },
    )
    expect(() => check(subject)).not.toThrow()
  })

  it.each([
    ['a scope', { scopes: ['orders:write'] }, InsufficientScopeError],
    ['a role', { roles: ['admin'] }, InsufficientScopeError],
    ['an acr', { acr: 'three' }, StepUpRequiredError],
    ['a recent sign-in', { maxAgeSeconds: 30 }, StepUpRequiredError],
  ])('refuses claims that lack %s', (_, requirements, ErrorClass) => {
    const check = createRequirementsCheck(requirements, { now: () => 1_060_000 })
    expect(() => check(subject)).toThrow(ErrorClass)
  })

  it('without requirements lets everything pass', () => {
    expect(() => createRequirementsCheck()(subject)).not.toThrow()
  })

  it.each([
    ['requirements.introspect', { introspect: true }, {}],
    ['requirements.scope', { scope: 'a' }, {}],
    ['claimPaths.roles', {}, { claimPaths: { roles: [] } }],
    ['clockToleranceSeconds', {}, { clockToleranceSeconds: 61 }],
    ['options', {}, null],
  ])('refuses %s at once', (option, requirements, options) => {
    const create = (): unknown => createRequirementsCheck(requirements as never, options as never)
    expect(create).toThrow(InvalidConfigError)
    expect(create).toThrow(expect.objectContaining({ details: { option } }))
  })
})
