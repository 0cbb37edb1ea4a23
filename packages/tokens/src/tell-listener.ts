import { adopt } from './chain.ts'

/** Tells a listener. That it fails, at once or later, is nobody else's failure. */
export function tellListener<Event>(listener: (event: Event) => unknown, event: Event): void {
  try {
    const told = adopt(listener(event))
    if (told instanceof Promise) told.catch(() => undefined)
  } catch {
    // A listener's failure is its own.
  }
}
