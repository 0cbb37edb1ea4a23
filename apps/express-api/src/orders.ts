export interface Order {
  readonly id: number
  readonly item: string
  readonly quantity: number
}

/** Each customer's orders, in memory: nobody sees another's. */
export class Orders {
  readonly #bySubject = new Map<string, Order[]>()
  #lastId = 0

  /** How many were ever taken. */
  get count(): number {
    return this.#lastId
  }

  list(subject: string): readonly Order[] {
    return this.#bySubject.get(subject) ?? []
  }

  /** The order as it was taken, or nothing when it is not well formed. */
  add(subject: string, order: unknown): Order | undefined {
    const { item, quantity } = Object(order) as { item?: unknown; quantity?: unknown }
    if (typeof item !== 'string' || item === '' || item.length > 100) return undefined
    if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1 || quantity > 100) return undefined
    const taken = { id: ++this.#lastId, item, quantity }
    this.#bySubject.set(subject, [...this.list(subject), taken])
    return taken
  }
}
