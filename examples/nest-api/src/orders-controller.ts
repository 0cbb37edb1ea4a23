import { CurrentUser, Public, Scopes } from '@auth/nestjs'
import { Controller, Get, Post } from '@nestjs/common'

@Controller()
export class OrdersController {
  @Get('health')
  @Public()
  health(): object {
    return { status: 'ok' }
  }

  @Get('me')
  me(@CurrentUser('sub') subject: string): object {
    return { subject }
  }

  @Get('orders')
  @Scopes('orders:read')
  list(): object {
    return { orders: [] }
  }

  @Post('orders')
  @Scopes('orders:write')
  place(): object {
    return { ordered: true }
  }
}
