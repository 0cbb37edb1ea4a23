/** Makes a value per key when it is first asked for, and forgets the one that was not asked for the longest past a maximum. */
export class RecentMap<Value> {
  readonly #values = new Map<string, Value>()
  readonly #maxEntries: number

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries
  }

  get(key: string, create: () => Value): Value {
    const value = this.#values.get(key) ?? create()
    // A Map keeps the order of insertion: the first key is the one that was not asked for the longest.
    this.#values.delete(key)
    this.#values.set(key, value)
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#maxEntries) break
      this.#values.delete(oldest)
    }
    return value
  }
}
