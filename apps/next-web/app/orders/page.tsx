import type { Metadata } from 'next'
import { protect } from '../../auth'
import { OrderForm } from '../../src/order-form'
import { fetchOrders } from '../../src/shop'

export const metadata: Metadata = { title: 'Orders' }
export const instant = false

export default async function OrdersPage() {
  const { scopes } = await protect({ scopes: ['orders:read'] })
  return (
    <>
      <h1>Orders</h1>
      <p className="lead">They come from another server. This one calls it with a token that your browser never sees.</p>
      <OrderForm orders={await fetchOrders()} mayOrder={scopes.includes('orders:write')} />
    </>
  )
}
