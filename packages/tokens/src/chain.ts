/** A value that may have to be waited for. */
export type Eventual<T> = T | Promise<T>

/** What somebody else's function answered: a promise of another realm or library becomes one that {@link chain} waits for. */
export function adopt<T>(answer: T | PromiseLike<T>): Eventual<T> {
  return typeof Object(answer).then === 'function' ? Promise.resolve(answer) : (answer as T)
}

/** The next step: at once when the value is there, so that one body serves synchronous and asynchronous callers. */
export function chain<T, Next>(value: Eventual<T>, step: (value: T) => Eventual<Next>): Eventual<Next> {
  return value instanceof Promise ? value.then(step) : step(value)
}
