import { SetMetadata, type Type } from '@nestjs/common'
import { type ModulesContainer, Reflector } from '@nestjs/core'
import { AuthExceptionFilter } from '../auth-exception-filter.ts'
import { AuthGuard } from '../auth-guard.ts'
import type { AuthRuntime } from '../auth-runtime.ts'
import { readMark } from '../decorators/route-mark.ts'
import { listClasses, type NestModule } from './list-routes.ts'

/** What Nest writes on a class that is a gateway, and what it reads guards and filters of a class from. */
const gatewayKey = 'websockets:is_gateway'
const enhancers = [
  { key: '__guards__', kind: 'guard', type: AuthGuard },
  { key: '__exceptionFilters__', kind: 'filter', type: AuthExceptionFilter },
] as const

const reflector = /* @__PURE__ */ new Reflector()

/** Puts an enhancer before those of the class, as `@UseGuards` and `@UseFilters` put theirs; twice is once. */
function enhance(gateway: Type, key: string, enhancer: Type): void {
  const given = reflector.get<unknown[] | undefined>(key, gateway) ?? []
  if (!given.includes(enhancer)) SetMetadata(key, [enhancer, ...given])(gateway)
}

/**
 * Global guards do not reach gateways in Nest 11, and global filters in none: every gateway gets its own here, before
 * Nest looks for them. What they are is the application's own, so that one class may serve in several.
 */
export function guardGateways(modules: ModulesContainer, runtime: AuthRuntime, guard: AuthGuard): void {
  const instances = { guard, filter: new AuthExceptionFilter() }
  for (const { module, type } of listClasses(modules)) {
    if (reflector.get<boolean | undefined>(gatewayKey, type) !== true) continue
    runtime.gateways.expect(type.name, readMark(type).configuration)
    for (const { key, kind, type: enhancer } of enhancers) {
      enhance(type, key, enhancer as Type)
      provide(module, enhancer as Type, kind, instances[kind])
    }
  }
}

function provide(module: NestModule, token: Type, kind: 'guard' | 'filter', instance: object): void {
  if (!module.injectables.has(token)) module.addInjectable({ provide: token, useValue: instance } as never, kind)
}
