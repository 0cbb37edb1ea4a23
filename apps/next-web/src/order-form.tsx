'use client'

import { type FormEvent, useState } from 'react'
import type { Order } from './shop'

/** The orders, and a form for one more, which goes through this site's own route handler. */
export function OrderForm({ orders: first, mayOrder }: { readonly orders: readonly Order[]; readonly mayOrder: boolean }) {
  const [orders, setOrders] = useState(first)
  const [problem, setProblem] = useState<string>()

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const form = event.currentTarget
    const { item, quantity } = Object.fromEntries(new FormData(form))
    const response = await fetch('/api/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ item, quantity: Number(quantity) }),
    })
    if (!response.ok) return setProblem(`The order was not taken (${response.status}).`)
    const order = (await response.json()) as Order
    setOrders((known) => [...known, order])
    setProblem(undefined)
    form.reset()
  }

  return (
    <>
      <section className="card" aria-label="Your orders">
        {orders.length === 0 ? <p className="quiet">Nothing ordered yet.</p> : <OrderRows orders={orders} />}
      </section>
      <section className="card">
        {mayOrder ? (
          <form className="form" onSubmit={(event) => void submit(event)}>
            <div>
              <label htmlFor="item">Item</label>
              <input id="item" name="item" required maxLength={100} placeholder="Walnut bowl" autoComplete="off" />
            </div>
            <div>
              <label htmlFor="quantity">Quantity</label>
              <input id="quantity" name="quantity" type="number" min={1} max={100} defaultValue={1} required />
            </div>
            <button>Order</button>
          </form>
        ) : (
          <p className="quiet">You may read orders, and not place them: the provider has not granted you orders:write.</p>
        )}
        {problem !== undefined && (
          <p className="note bad" role="alert">
            {problem}
          </p>
        )}
      </section>
    </>
  )
}

function OrderRows({ orders }: { readonly orders: readonly Order[] }) {
  return (
    <ul className="rows">
      {orders.map(({ id, item, quantity }) => (
        <li key={id}>
          <span>{item}</span>
          <span className="quiet number">× {quantity}</span>
        </li>
      ))}
    </ul>
  )
}
