import { InvalidConfigError } from '@auth/core-errors'
import type { Requirements } from '@auth/tokens/resource-server'
import { SetMetadata } from '@nestjs/common'
import { Reflector } from '@nestjs/core'

/** How `@OptionalAuth()` treats credentials that are there but bad. */
export interface OptionalAuthOptions {
  /** What happens to credentials that are there but bad. An outage is never ignored. @default 'reject' */
  readonly onInvalid?: 'reject' | 'ignore' | undefined
}

/** What the decorators on one class or method say. */
export interface RouteMark {
  /** Who is let in without requirements; none when the decorators do not say. */
  readonly access?: { readonly kind: 'public' | 'nobody' } | { readonly kind: 'optional'; readonly onInvalid: 'reject' | 'ignore' }
  /** What is asked for, one entry a decorator. */
  readonly requirements: readonly Requirements[]
  /** The configuration that judges. */
  readonly configuration?: string
}

/** Where marks are kept, on classes and methods. */
const markKey = '@auth/nestjs:route'
const reflector = /* @__PURE__ */ new Reflector()

/** The mark of a class or method; an empty one where there is none. */
export function readMark(target: object): RouteMark {
  return reflector.get<RouteMark | undefined>(markKey, target as () => unknown) ?? { requirements: [] }
}

/** Whether a class or method has a mark at all. */
export function isMarked(target: object): boolean {
  return reflector.get<RouteMark | undefined>(markKey, target as () => unknown) !== undefined
}

/** What was written on the methods of each prototype, whatever stands in their place by now. */
const written = /* @__PURE__ */ new WeakMap<object, Map<PropertyKey, Partial<RouteMark>[]>>()

/** The name of a method that no longer asks for all that is written on it: another decorator put a function in its place. */
export function findLostMark(prototype: object): string | undefined {
  for (const [name, additions] of written.get(prototype) ?? []) {
    const { requirements, access, configuration } = readMark(Object(Reflect.get(prototype, name)) as object)
    const isKept = additions.every(
      (each) =>
        (each.requirements ?? []).every((requirement) => requirements.includes(requirement)) &&
        (each.access === undefined || access !== undefined) &&
        (each.configuration === undefined || configuration !== undefined),
    )
    if (!isKept) return String(name)
  }
  return undefined
}

function note(prototype: object, name: PropertyKey, addition: Partial<RouteMark>): void {
  const methods = written.get(prototype) ?? new Map<PropertyKey, Partial<RouteMark>[]>()
  written.set(prototype, methods.set(name, [...(methods.get(name) ?? []), addition]))
}

/**
 * A decorator that adds to what the others on the same class or method say.
 * @throws {InvalidConfigError} VAL_2002, when it is applied to what is neither class nor method, or against another one
 */
export function mark(addition: Partial<RouteMark>, name: string): ClassDecorator & MethodDecorator {
  return (target: object, key?: string | symbol, descriptor?: { readonly value?: unknown }): void => {
    const marked: unknown = descriptor?.value ?? target
    if (typeof marked !== 'function')
      throw new InvalidConfigError(`@${name}() belongs on a class or a method`, { details: { option: name } })
    const { requirements, ...former } = readMark(marked)
    const next: RouteMark = { ...former, ...addition, requirements: [...requirements, ...(addition.requirements ?? [])] }
    if (next.access?.kind === 'public' && next.requirements.length > 0) throw contradiction(name, marked.name)
    SetMetadata(markKey, next)(marked as never)
    if (key !== undefined) note(target, key, addition)
  }
}

/** Open to everybody, and yet asking for something: one of the two was meant. */
function contradiction(name: string, where: string): InvalidConfigError {
  const message = `@${name}() contradicts what else stands on ${where}: with @Public() nothing is asked for`
  return new InvalidConfigError(message, { details: { option: name } })
}
