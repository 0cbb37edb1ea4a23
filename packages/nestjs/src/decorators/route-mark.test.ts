import { InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { AnyScope } from './any-scope.ts'
import { Claims } from './claims.ts'
import { Introspect } from './introspect.ts'
import { OptionalAuth } from './optional-auth.ts'
import { Permissions } from './permissions.ts'
import { Public } from './public.ts'
import { Roles } from './roles.ts'
import { isMarked, mark, readMark } from './route-mark.ts'
import { Scopes } from './scopes.ts'
import { StepUp } from './step-up.ts'
import { UseConfiguration } from './use-configuration.ts'

function decorate(...decorators: ClassDecorator[]): object {
  const Marked = class {
    readonly here = true
  }
  for (const each of decorators) each(Marked)
  return Marked
}

describe('the decorators', () => {
  it('of one class or method add up, and say nothing of others', () => {
    const marked = decorate(Scopes('a'), Scopes('b'), Roles('x'), OptionalAuth(), UseConfiguration('partners'))
    expect(readMark(marked)).toEqual({
      access: { kind: 'optional', onInvalid: 'reject' },
      configuration: 'partners',
      requirements: [{ scopes: ['a'] }, { scopes: ['b'] }, { roles: ['x'] }],
    })
    expect([isMarked(marked), isMarked(decorate())]).toEqual([true, false])
  })

  it('of a class are those of the classes that extend it, too', () => {
    const Parent = decorate(Scopes('a')) as new () => object
    const Child = class extends Parent {}
    Roles('x')(Child)
    expect(readMark(Child).requirements).toEqual([{ scopes: ['a'] }, { roles: ['x'] }])
    expect(readMark(Parent).requirements).toEqual([{ scopes: ['a'] }])
  })

  it('contradict one another in either order', () => {
    expect(() => decorate(Public(), Scopes('a'))).toThrow(InvalidConfigError)
    expect(() => decorate(Scopes('a'), Public())).toThrow(/@Public\(\) contradicts/)
    expect(() => decorate(Public(), UseConfiguration('partners'))).not.toThrow()
  })

  it('belong on classes and methods alone', () => {
    expect(() => mark({}, 'Scopes')({} as never)).toThrow(InvalidConfigError)
    expect(() => mark({}, 'Scopes')({}, 'list', { value: 7 } as never)).toThrow(/belongs on a class or a method/)
  })
})

it.each<[string, () => unknown]>([
  ['Scopes()', () => Scopes()],
  ['Scopes("")', () => Scopes('')],
  ['AnyScope()', () => AnyScope()],
  ['Roles(7)', () => Roles(7 as never)],
  ['Permissions()', () => Permissions()],
  ['Claims(undefined)', () => Claims(undefined as never)],
  ['StepUp({})', () => StepUp({})],
  ['StepUp({acr: []})', () => StepUp({ acr: [] })],
  ['StepUp({maxAgeSeconds: -1})', () => StepUp({ maxAgeSeconds: -1 })],
  ['StepUp()', () => StepUp(undefined as never)],
  ['OptionalAuth({onInvalid: "pass"})', () => OptionalAuth({ onInvalid: 'pass' as never })],
  ['UseConfiguration("")', () => UseConfiguration('')],
])('%s is refused where it is written', (_name, write) => {
  expect(write).toThrow(InvalidConfigError)
})

it('Introspect() asks the issuer', () => {
  expect(readMark(decorate(Introspect())).requirements).toEqual([{ introspect: true }])
})
