import 'reflect-metadata'
import { AuthModule, type AuthModuleOptions, createMetadataController, guardSockets } from '@auth/nestjs'
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo'
import { type INestApplication, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { GraphQLModule } from '@nestjs/graphql'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { OrdersController } from './orders-controller.ts'
import { OrdersGateway } from './orders-gateway.ts'
import { OrdersResolver, ordersSchema } from './orders-resolver.ts'
import { Orders } from './orders.ts'
import { StaffController } from './staff-controller.ts'

/** A small shop's API over HTTP, GraphQL and socket.io: one guard for all of them. */
export async function createApi(options: AuthModuleOptions): Promise<INestApplication> {
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

  const app = await NestFactory.create(ShopModule, { logger: false, abortOnError: false, forceCloseConnections: true })
  return app.useWebSocketAdapter(guardSockets(app, new IoAdapter(app)))
}
