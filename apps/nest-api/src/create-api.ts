import 'reflect-metadata'
import { AuthModule, type AuthModuleOptions, createMetadataController, guardSockets } from '@auth/nestjs'
import type { TokenClaims } from '@auth/tokens'
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo'
import { type INestApplication, Module, type NestApplicationOptions } from '@nestjs/common'
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core'
import { GraphQLModule } from '@nestjs/graphql'
import { ExpressAdapter } from '@nestjs/platform-express'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { OrdersController } from './orders-controller.ts'
import { OrdersGateway } from './orders-gateway.ts'
import { OrdersResolver, ordersSchema } from './orders-resolver.ts'
import { Orders } from './orders.ts'
import { StaffController } from './staff-controller.ts'

/** What the API is served by. */
export interface ServerOptions extends Pick<NestApplicationOptions, 'httpsOptions'> {
  /** @default Express */
  readonly adapter?: AbstractHttpAdapter | undefined
}

/** A small shop's API over HTTP, GraphQL and socket.io: one guard for all of them. */
export async function createApi<Raw>(
  options: AuthModuleOptions<TokenClaims, Raw>,
  { adapter = new ExpressAdapter(), ...server }: ServerOptions = {},
): Promise<INestApplication> {
  const graphql = GraphQLModule.forRoot<ApolloDriverConfig>({
    driver: ApolloDriver,
    typeDefs: ordersSchema,
    graphiql: false,
    subscriptions: { 'graphql-ws': true },
  })
  @Module({
    imports: [AuthModule.forRoot(options), graphql],
    controllers: [OrdersController, StaffController, createMetadataController()],
    providers: [Orders, OrdersResolver, OrdersGateway],
  })
  class ShopModule {}

  const app = await NestFactory.create(ShopModule, adapter, { logger: false, abortOnError: false, forceCloseConnections: true, ...server })
  return app.useWebSocketAdapter(guardSockets(app, new IoAdapter(app)))
}
