import type { BrowserClient } from '@auth/client/browser'
import { StepUpRequiredError } from '@auth/core-errors'
import { type FormEvent, useEffect, useState } from 'react'
import { toMessage } from '../to-message.ts'
import { callShop, type Order, Refusal } from './shop-api.ts'

export interface ShopProps {
  readonly client: BrowserClient
  readonly apiUrl: string
}

export function Shop({ client, apiUrl }: ShopProps) {
  const [orders, setOrders] = useState<readonly Order[]>()
  const [notice, setNotice] = useState<string>()
  const [stepUp, setStepUp] = useState<StepUpRequiredError>()

  const attempt = async (action: () => Promise<void>): Promise<void> => {
    setNotice(undefined)
    setStepUp(undefined)
    try {
      await action()
    } catch (error) {
      if (error instanceof StepUpRequiredError) setStepUp(error)
      else setNotice(error instanceof Refusal ? error.message : toMessage(error))
    }
  }
  const load = async (): Promise<void> => setOrders(((await callShop(client, `${apiUrl}/orders`)) as { orders: readonly Order[] }).orders)
  const order = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    void attempt(async () => {
      await callShop(client, `${apiUrl}/orders`, { item: data.get('item'), quantity: Number(data.get('quantity')) })
      form.reset()
      await load()
    })
  }
  const refund = async (): Promise<void> => {
    await callShop(client, `${apiUrl}/refunds`, {})
    setNotice('The refund is on its way.')
  }
  useEffect(() => void attempt(load), [client, apiUrl])

  return (
    <section className="card shop">
      <h1>Orders</h1>
      {notice && (
        <p className="notice" role="status">
          {notice}
        </p>
      )}
      {stepUp && (
        <div className="notice" role="status">
          <p>A refund needs a second factor, and a recent sign-in.</p>
          <button
            onClick={() =>
              void attempt(() =>
                client.loginWithRedirect({ acrValues: stepUp.acrValues, maxAgeSeconds: stepUp.maxAgeSeconds, appState: location.pathname }),
              )
            }
          >
            Confirm that it is you
          </button>
        </div>
      )}
      {orders?.length === 0 && <p className="empty muted">No orders yet. How about some Darjeeling?</p>}
      <ul className="orders">
        {orders?.map(({ id, item, quantity }) => (
          <li key={id}>
            <span className="quantity">{quantity} ×</span> {item}
          </li>
        ))}
      </ul>
      <form onSubmit={order}>
        <label>
          Item
          <input name="item" required maxLength={100} placeholder="Darjeeling" />
        </label>
        <label>
          Quantity
          <input name="quantity" type="number" required min={1} max={100} defaultValue={1} />
        </label>
        <button>Order</button>
      </form>
      <button className="quiet" onClick={() => void attempt(refund)}>
        Ask for a refund
      </button>
    </section>
  )
}
