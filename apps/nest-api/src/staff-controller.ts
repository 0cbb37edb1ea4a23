import { Claims, Roles } from '@auth/nestjs'
import { Controller, Get, Inject } from '@nestjs/common'
import { Orders } from './orders.ts'

/** What the shop's own people see: a role for all of it, and more for some. */
@Controller('staff')
@Roles('staff')
export class StaffController {
  readonly #orders: Orders

  constructor(@Inject(Orders) orders: Orders) {
    this.#orders = orders
  }

  @Get('orders/count')
  count(): object {
    return { orders: this.#orders.count }
  }

  @Get('till')
  @Claims({ shop: { equals: 'main-street' } })
  @Claims(({ shift }) => shift === 'day' || shift === 'night')
  till(): object {
    return { till: 'open' }
  }
}
