import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo'
import { type DynamicModule, Module, type Type } from '@nestjs/common'
import { GraphQLModule, Query, Resolver, Subscription } from '@nestjs/graphql'
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius'
import { AuthModule, CurrentUser, OptionalAuth, Public, Scopes, StepUp } from '../../src/index.ts'
import type { Kit } from '../kit.ts'

/** Ends at once, after one event. */
async function* once(value: string): AsyncGenerator<string> {
  yield value
}

const asItIs = { resolve: (value: unknown) => value }

@Resolver()
class OrdersResolver {
  @Query(() => String)
  @Scopes('orders:read')
  list(@CurrentUser('sub') sub: string): string {
    return sub
  }

  @Query(() => String)
  @Scopes('orders:write')
  write(@CurrentUser('sub') sub: string): string {
    return sub
  }

  @Query(() => String)
  @StepUp({ acr: 'gold' })
  refund(@CurrentUser('sub') sub: string): string {
    return sub
  }

  @Query(() => String)
  @Public()
  health(): string {
    return 'well'
  }

  @Query(() => String)
  @OptionalAuth()
  hello(@CurrentUser('sub') sub = 'stranger'): string {
    return sub
  }
}

@Resolver()
class OrdersSubscriptions {
  @Subscription(() => String, { name: 'list', ...asItIs })
  @Scopes('orders:read')
  watchList(@CurrentUser('sub') sub: string): AsyncGenerator<string> {
    return once(sub)
  }

  @Subscription(() => String, { name: 'write', ...asItIs })
  @Scopes('orders:write')
  watchWrite(@CurrentUser('sub') sub: string): AsyncGenerator<string> {
    return once(sub)
  }

  @Subscription(() => String, { name: 'refund', ...asItIs })
  @StepUp({ acr: 'gold' })
  watchRefund(@CurrentUser('sub') sub: string): AsyncGenerator<string> {
    return once(sub)
  }

  @Subscription(() => String, { name: 'health', ...asItIs })
  @Public()
  watchHealth(): AsyncGenerator<string> {
    return once('well')
  }

  @Subscription(() => String, { name: 'hello', ...asItIs })
  @OptionalAuth()
  watchHello(@CurrentUser('sub') sub = 'stranger'): AsyncGenerator<string> {
    return once(sub)
  }
}

/** Which server runs the schema. */
export type GraphqlEngine = 'apollo' | 'mercurius'

const engines: Readonly<Record<GraphqlEngine, () => DynamicModule>> = {
  apollo: () =>
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      autoSchemaFile: true,
      graphiql: false,
      subscriptions: { 'graphql-ws': true },
    }),
  mercurius: () => GraphQLModule.forRoot<MercuriusDriverConfig>({ driver: MercuriusDriver, autoSchemaFile: true, subscription: true }),
}

export function createGraphqlModule({ options }: Kit, engine: GraphqlEngine): Type {
  @Module({ imports: [AuthModule.forRoot(options), engines[engine]()], providers: [OrdersResolver, OrdersSubscriptions] })
  class Root {}
  return Root
}
