import { checkOrders } from './check-orders.ts'

void checkOrders().then(console.log, (error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
