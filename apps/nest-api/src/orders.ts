import { BadRequestException } from '@nestjs/common'

export interface Order {
  readonly id: number
  readonly customer: string
  readonly item: string
  readonly quantity: number
}

/** Everybody's orders, in memory; who may see which is said where they are shown. */
export class Orders {
  readonly #orders: Order[] = []
  readonly #watchers = new Set<(order: Order) => void>()

  get count(): number {
    return this.#orders.length
  }

  listOf(customer: string): readonly Order[] {
    return this.#orders.filter((order) => order.customer === customer)
  }

  /** @throws {BadRequestException} for what is no order */
  place(customer: string, order: unknown): Order {
    const { item, quantity } = Object(order) as { item?: unknown; quantity?: unknown }
    const isNamed = typeof item === 'string' && item !== '' && item.length <= 100
    const isCounted = typeof quantity === 'number' && Number.isInteger(quantity) && quantity >= 1 && quantity <= 100
    if (!isNamed || !isCounted) throw new BadRequestException('an order is {"item": text, "quantity": 1 to 100}')
    const placed = { id: this.#orders.length + 1, customer, item, quantity }
    this.#orders.push(placed)
    for (const tell of this.#watchers) tell(placed)
    return placed
  }

  /** Calls back with every order from now on; the answer ends it. */
  watch(tell: (order: Order) => void): () => void {
    this.#watchers.add(tell)
    return () => this.#watchers.delete(tell)
  }
}
