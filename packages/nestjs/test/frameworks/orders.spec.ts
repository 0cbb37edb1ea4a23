// Under vitest and jest alike: both know these as globals there.
import { AuthTestingModule, createTestIssuer } from '@auth/nestjs/testing'
import { Scopes } from '@auth/nestjs'
import { Controller, Get } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { checkOrders } from './check-orders.ts'

declare const it: (name: string, run: () => Promise<void>, timeout?: number) => void
declare const expect: (value: unknown) => { toBe: (expected: unknown) => void; toMatch: (expected: RegExp) => void }

@Controller()
class Orders {
  @Get('orders')
  @Scopes('orders:read')
  list(): object {
    return { orders: [] }
  }
}

it('guards a module under test, with real tokens', async () => {
  const issuer = await createTestIssuer({ audience: 'api' })
  const module = await Test.createTestingModule({ imports: [AuthTestingModule.forRoot(issuer)], controllers: [Orders] }).compile()
  const app = module.createNestApplication({ logger: false })
  await app.listen(0, '127.0.0.1')
  const call = async (scope: string): Promise<number> => {
    const headers = { authorization: `Bearer ${await issuer.sign({ scope })}` }
    return (await fetch(`${await app.getUrl()}/orders`, { headers })).status
  }
  expect(await call('orders:read')).toBe(200)
  expect(await call('profile')).toBe(403)
  await app.close()
})

it('guards every transport', async () => {
  expect(await checkOrders()).toMatch(/guarded/)
}, 60_000)
