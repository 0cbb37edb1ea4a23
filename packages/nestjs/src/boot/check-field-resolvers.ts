import { InvalidConfigError } from '@auth/core-errors'
import { type ModulesContainer, Reflector } from '@nestjs/core'
import { isMarked, readMark } from '../decorators/route-mark.ts'
import { listRoutes, type RouteCandidate } from './list-routes.ts'

/** What `@ResolveField()` and `@ResolveReference()` write on a method, and what `GraphQLModule` provides its options as. */
const fieldKey = 'graphql:resolve_property'
const referenceKey = 'graphql:resolve_reference'
const optionsToken = 'GqlModuleOptions'

const reflector = /* @__PURE__ */ new Reflector()

/** A field that something is asked for, by its class or itself; a reference, which a query may begin with, unless it is open. */
function needsGuard({ type, handler }: RouteCandidate): boolean {
  const isMeant = (key: string): boolean => reflector.get<unknown>(key, handler) !== undefined
  const { access = readMark(type).access } = readMark(handler)
  if (isMeant(referenceKey)) return access?.kind !== 'public' || readMark(handler).requirements.length > 0
  return isMeant(fieldKey) && (isMarked(handler) || readMark(type).requirements.length > 0)
}

/**
 * Nest runs no guard for field and reference resolvers unless it is told to: what a decorator asks for there would be
 * asked in vain.
 * @throws {InvalidConfigError} VAL_2002, saying what to write
 */
export function checkFieldResolvers(modules: ModulesContainer): void {
  const options = [...modules.values()].flatMap(({ providers }) => providers.get(optionsToken)?.instance ?? [])
  const isGuarded = options.every((each) => (each as { fieldResolverEnhancers?: string[] }).fieldResolverEnhancers?.includes('guards'))
  if (isGuarded) return
  const field = listRoutes(modules).find(needsGuard)
  if (field === undefined) return
  const message = `no guard runs for ${field.type.name}.${field.handler.name}: write GraphQLModule.forRoot({ fieldResolverEnhancers: ['guards'] })`
  throw new InvalidConfigError(message, { details: { option: 'fieldResolverEnhancers' } })
}
