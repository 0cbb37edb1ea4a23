import { ErrorCode } from '@auth/core-errors'
import type { Connection } from './connection.ts'
import { type Timing, watchExpiry } from './expiry-watch.ts'

/** Ends connections with the token that they were let in for. */
export class ConnectionExpiry {
  readonly #timing: Timing
  readonly #watches = new WeakMap<object, () => void>()
  readonly #closed = new WeakSet<object>()

  constructor(timing: Timing) {
    this.#timing = timing
  }

  /** Ends the connection at this time, in seconds since the epoch, instead of whatever was said before; nothing for one that has ended. */
  set(connection: Connection, expiresAt: number): void {
    const { key } = connection
    const stop = this.#watches.get(key)
    stop?.()
    if (stop === undefined) connection.onClosed(() => this.#forget(key))
    if (this.#closed.has(key)) return
    this.#watches.set(
      key,
      watchExpiry(expiresAt, () => connection.close(ErrorCode.TOKEN_EXPIRED), this.#timing),
    )
  }

  #forget(key: object): void {
    this.#closed.add(key)
    this.#watches.get(key)?.()
  }
}
