import { CurrentUser, Roles, Scopes } from '@auth/nestjs'
import { Inject } from '@nestjs/common'
import { Args, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql'
import { type Order, Orders } from './orders.ts'

export const ordersSchema = `
  type Order { id: Int!, item: String!, quantity: Int! }
  type Query { orders: [Order!]!, orderCount: Int }
  type Mutation { placeOrder(item: String!, quantity: Int!): Order }
  type Subscription { orderPlaced: Order! }
`

/** The shop over GraphQL. */
@Resolver()
export class OrdersResolver {
  readonly #orders: Orders

  constructor(@Inject(Orders) orders: Orders) {
    this.#orders = orders
  }

  @Query('orders')
  @Scopes('orders:read')
  list(@CurrentUser('sub') customer: string): readonly Order[] {
    return this.#orders.listOf(customer)
  }

  @Query('orderCount')
  @Roles('staff')
  count(): number {
    return this.#orders.count
  }

  @Mutation('placeOrder')
  @Scopes('orders:write')
  place(@CurrentUser('sub') customer: string, @Args() order: object): Order {
    return this.#orders.place(customer, order)
  }

  /** Customers are told of their own orders. */
  @Subscription('orderPlaced', { resolve: (order: Order) => order })
  @Scopes('orders:read')
  watch(@CurrentUser('sub') customer: string): ReadableStream<Order> {
    let end = (): void => {}
    return new ReadableStream<Order>({
      start: (controller) => void (end = this.#orders.watch((order) => order.customer === customer && controller.enqueue(order))),
      cancel: () => end(),
    })
  }
}
