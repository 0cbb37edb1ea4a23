import { CurrentUser, OptionalAuth, Public, Scopes, StepUp } from '@auth/nestjs'
import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common'
import { type Order, Orders } from './orders.ts'

/** The shop over HTTP: what is open, what every customer may do, and what needs a fresh sign-in. */
@Controller()
export class OrdersController {
  readonly #orders: Orders

  constructor(@Inject(Orders) orders: Orders) {
    this.#orders = orders
  }

  @Get('health')
  @Public()
  health(): object {
    return { status: 'ok' }
  }

  @Get()
  @OptionalAuth()
  hello(@CurrentUser('sub') hello = 'stranger'): object {
    return { hello }
  }

  @Get('orders')
  @Scopes('orders:read')
  list(@CurrentUser('sub') customer: string): readonly Order[] {
    return this.#orders.listOf(customer)
  }

  @Post('orders')
  @Scopes('orders:write')
  place(@CurrentUser('sub') customer: string, @Body() order: unknown): Order {
    return this.#orders.place(customer, order)
  }

  // Money goes out: the second factor, lately.
  @Post('refunds')
  @HttpCode(202)
  @Scopes('orders:write')
  @StepUp({ acr: 'urn:demo:two-factor', maxAgeSeconds: 300 })
  refund(): object {
    return { refunded: true }
  }
}
