import { InvalidConfigError } from '@auth/core-errors'
import { type ModulesContainer, Reflector } from '@nestjs/core'
import { isMarked } from '../decorators/route-mark.ts'
import { listRoutes } from './list-routes.ts'

/** What `@ResolveField()` writes on a method, and what `GraphQLModule` provides its options as. */
const fieldKey = 'graphql:resolve_property'
const optionsToken = 'GqlModuleOptions'

/**
 * Nest runs no guard for field resolvers unless it is told to: what a decorator asks for there would be asked in vain.
 * @throws {InvalidConfigError} VAL_2002, saying what to write
 */
export function checkFieldResolvers(modules: ModulesContainer): void {
  const options = [...modules.values()].flatMap(({ providers }) => providers.get(optionsToken)?.instance ?? [])
  const isGuarded = options.every((each) => (each as { fieldResolverEnhancers?: string[] }).fieldResolverEnhancers?.includes('guards'))
  if (isGuarded) return
  const reflector = new Reflector()
  const field = listRoutes(modules).find(({ handler }) => isMarked(handler) && reflector.get<unknown>(fieldKey, handler) !== undefined)
  if (field === undefined) return
  const message = `no guard runs for ${field.type.name}.${field.handler.name}: write GraphQLModule.forRoot({ fieldResolverEnhancers: ['guards'] })`
  throw new InvalidConfigError(message, { details: { option: 'fieldResolverEnhancers' } })
}
