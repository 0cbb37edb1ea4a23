const idLength = 43

/**
 * A set of ids of 43 ASCII characters, each with the second in which it is dropped. It lives in a few typed arrays that
 * double as they fill: a million ids take 60 MB, and nothing that the garbage collector would have to walk through.
 *
 * Entries are numbered from 1; 0 means none, and its bytes are where an id is put to be looked up.
 */
export class ExpiringIds {
  #capacity = 0
  #ids = new Uint8Array(0)
  /** A hash table with chaining: the first entry by hash, the next entry by entry. */
  #firstOfHash = new Uint32Array(0)
  #nextOfHash = new Uint32Array(0)
  /** The entries of one second, chained likewise. */
  readonly #firstOfSecond = new Map<number, number>()
  #nextOfSecond = new Uint32Array(0)
  /** Entries that were dropped, chained by `#nextOfHash`. */
  #firstFree = 0
  /** Every entry up to this one is or was in use. */
  #lastEntry = 0
  #size = 0

  constructor() {
    this.#grow()
  }

  get size(): number {
    return this.#size
  }

  /** The seconds in which something is dropped, in no order. */
  get seconds(): ReadonlyMap<number, unknown> {
    return this.#firstOfSecond
  }

  has(id: string): boolean {
    this.#write(id, 0)
    let entry = this.#firstOfHash[this.#hash(0)]!
    while (entry && !this.#isSame(entry)) entry = this.#nextOfHash[entry]!
    return entry > 0
  }

  /** Adds an id that is not there yet. */
  add(id: string, second: number): void {
    const entry = this.#takeEntry()
    this.#write(id, entry)
    this.#link(entry)
    this.#nextOfSecond[entry] = this.#firstOfSecond.get(second) ?? 0
    this.#firstOfSecond.set(second, entry)
    this.#size++
  }

  /** Drops the ids of that second. */
  drop(second: number): void {
    let entry = this.#firstOfSecond.get(second) ?? 0
    this.#firstOfSecond.delete(second)
    while (entry) {
      this.#unlink(entry)
      this.#nextOfHash[entry] = this.#firstFree
      this.#firstFree = entry
      this.#size--
      entry = this.#nextOfSecond[entry]!
    }
  }

  #takeEntry(): number {
    const free = this.#firstFree
    if (free) {
      this.#firstFree = this.#nextOfHash[free]!
      return free
    }
    if (this.#lastEntry === this.#capacity) this.#grow()
    return ++this.#lastEntry
  }

  #grow(): void {
    this.#capacity = Math.max(1024, this.#capacity * 2)
    this.#ids = copyInto(new Uint8Array((this.#capacity + 1) * idLength), this.#ids)
    this.#nextOfHash = new Uint32Array(this.#capacity + 1)
    this.#nextOfSecond = copyInto(new Uint32Array(this.#capacity + 1), this.#nextOfSecond)
    this.#firstOfHash = new Uint32Array(this.#capacity)
    // There is room to make only when every entry is in use.
    for (let entry = 1; entry <= this.#lastEntry; entry++) this.#link(entry)
  }

  #link(entry: number): void {
    const hash = this.#hash(entry)
    this.#nextOfHash[entry] = this.#firstOfHash[hash]!
    this.#firstOfHash[hash] = entry
  }

  #unlink(entry: number): void {
    const hash = this.#hash(entry)
    const next = this.#nextOfHash[entry]!
    let before = this.#firstOfHash[hash]!
    if (before === entry) {
      this.#firstOfHash[hash] = next
      return
    }
    while (this.#nextOfHash[before] !== entry) before = this.#nextOfHash[before]!
    this.#nextOfHash[before] = next
  }

  #write(id: string, entry: number): void {
    for (let index = 0; index < idLength; index++) this.#ids[entry * idLength + index] = id.charCodeAt(index)
  }

  #isSame(entry: number): boolean {
    for (let index = 0; index < idLength; index++) {
      if (this.#ids[entry * idLength + index] !== this.#ids[index]) return false
    }
    return true
  }

  /** Ids are hashes already: a few of their characters spread well, over a table whose size is a power of two. */
  #hash(entry: number): number {
    let hash = 0
    for (let index = 0; index < 8; index++) hash = Math.imul(hash, 67) + this.#ids[entry * idLength + index]!
    return (hash ^ (hash >>> 15)) & (this.#capacity - 1)
  }
}

function copyInto<T extends Uint8Array | Uint32Array>(target: T, source: T): T {
  target.set(source)
  return target
}
