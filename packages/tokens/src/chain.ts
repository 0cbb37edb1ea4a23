/** A value that may have to be waited for. */
export type Eventual<T> = T | Promise<T>

/** The next step: at once when the value is there, so that one body serves synchronous and asynchronous callers. */
export function chain<T, Next>(value: Eventual<T>, step: (value: T) => Eventual<Next>): Eventual<Next> {
  return value instanceof Promise ? value.then(step) : step(value)
}
