import 'reflect-metadata'
import { AuthModule, CurrentUser, guardSockets, Public, Scopes } from '@auth/nestjs'
import type { TestIssuer } from '@auth/nestjs/testing'
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo'
import { Controller, Get, type INestApplication, Module, type Type } from '@nestjs/common'
import { GraphQLModule, Query, Resolver } from '@nestjs/graphql'
import { MessagePattern } from '@nestjs/microservices'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'

@Controller()
class OrdersController {
  @Get('orders')
  @Scopes('orders:read')
  list(@CurrentUser('sub') sub: string): object {
    return { sub }
  }

  @Get('health')
  @Public()
  health(): object {
    return { status: 'ok' }
  }

  @MessagePattern('orders')
  @Scopes('orders:read')
  listByMessage(@CurrentUser('sub') sub: string): object {
    return { sub }
  }
}

@Resolver()
class OrdersResolver {
  @Query('orders')
  @Scopes('orders:read')
  list(@CurrentUser('sub') sub: string): string {
    return sub
  }
}

@WebSocketGateway({ path: '/socket' })
class OrdersGateway {
  @SubscribeMessage('orders')
  @Scopes('orders:read')
  list(@CurrentUser('sub') sub: string): object {
    return { sub }
  }
}

const graphql = (): ReturnType<typeof GraphQLModule.forRoot> =>
  GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, typeDefs: 'type Query { orders: String }' })

/** The application that a fresh project has: it trusts the issuer of a test. */
export function createOrdersModule({ issuer, fetch, now }: TestIssuer): Type {
  const auth = AuthModule.forRoot({ issuer, audience: 'api', fetch, now })
  @Module({ imports: [auth, graphql()], controllers: [OrdersController], providers: [OrdersResolver, OrdersGateway] })
  class OrdersModule {}
  return OrdersModule
}

/** Over HTTP, GraphQL and socket.io, on any free port. */
export async function startOrders(app: INestApplication): Promise<string> {
  app.useWebSocketAdapter(guardSockets(app, new IoAdapter(app)))
  await app.listen(0, '127.0.0.1')
  return app.getUrl()
}
