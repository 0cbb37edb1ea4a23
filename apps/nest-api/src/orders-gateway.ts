import type { AuthContext as Caller } from '@auth/tokens/resource-server'
import { CurrentUser, Roles, Scopes } from '@auth/nestjs'
import { Inject } from '@nestjs/common'
import { MessageBody, type OnGatewayConnection, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import { type Order, Orders } from './orders.ts'

/** A socket that was let in: the adapter says whose it is before the gateway hears of it. */
interface CustomerSocket {
  readonly auth?: Caller
  emit(event: string, data: unknown): unknown
}

/** The shop over socket.io: customers place orders, staff counts them. */
@WebSocketGateway()
export class OrdersGateway implements OnGatewayConnection<CustomerSocket> {
  readonly #orders: Orders

  constructor(@Inject(Orders) orders: Orders) {
    this.#orders = orders
  }

  handleConnection(socket: CustomerSocket): void {
    socket.emit('welcome', { customer: socket.auth?.claims.sub })
  }

  @SubscribeMessage('orders')
  @Scopes('orders:read')
  list(@CurrentUser('sub') customer: string): readonly Order[] {
    return this.#orders.listOf(customer)
  }

  @SubscribeMessage('place')
  @Scopes('orders:write')
  place(@CurrentUser('sub') customer: string, @MessageBody() order: unknown): Order {
    return this.#orders.place(customer, order)
  }

  @SubscribeMessage('count')
  @Roles('staff')
  count(): number {
    return this.#orders.count
  }
}
