import { adopt } from './chain.ts'

/** Lets what was answered end as it likes: a promise that rejects is nobody's failure. */
export function disregard(answer: unknown): void {
  const eventual = adopt(answer)
  if (eventual instanceof Promise) eventual.catch(() => undefined)
}

/** Tells a listener. That it fails, at once or later, is nobody else's failure. */
export function tellListener<Event>(listener: (event: Event) => unknown, event: Event): void {
  try {
    disregard(listener(event))
  } catch {
    // A listener's failure is its own.
  }
}
