import type { Type } from '@nestjs/common'
import type { ModulesContainer } from '@nestjs/core'

/** What Nest calls a module of a running application. */
export type NestModule = ModulesContainer extends Map<string, infer Each> ? Each : never

/** A method that Nest may route something to. */
export interface RouteCandidate {
  readonly module: NestModule
  readonly type: Type
  readonly handler: (...parameters: never[]) => unknown
}

/** The classes of all controllers and providers, with the module of each. */
export function listClasses(modules: ModulesContainer): { readonly module: NestModule; readonly type: Type }[] {
  return [...modules.values()].flatMap((module) =>
    [...module.controllers.values(), ...module.providers.values()].flatMap(({ metatype, isNotMetatype }) =>
      typeof metatype === 'function' && !isNotMetatype && typeof metatype.prototype === 'object'
        ? [{ module, type: metatype as Type }]
        : [],
    ),
  )
}

/** Every method of these classes, inherited ones too. */
export function listRoutes(modules: ModulesContainer): RouteCandidate[] {
  return listClasses(modules).flatMap(({ module, type }) =>
    listMethods(type.prototype as object).map((handler) => ({ module, type, handler })),
  )
}

function listMethods(prototype: object): RouteCandidate['handler'][] {
  const methods = new Map<string, unknown>()
  for (let each: object = prototype; each && each !== Object.prototype; each = Object.getPrototypeOf(each) as object) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(each))) if (!methods.has(name)) methods.set(name, value)
  }
  methods.delete('constructor')
  return [...methods.values()].filter((value): value is RouteCandidate['handler'] => typeof value === 'function')
}
