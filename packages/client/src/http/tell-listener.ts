/** Tells a listener, where there is one. That it fails, at once or later, is nobody else's failure. */
export function tellListener<Event>(listener: ((event: Event) => unknown) | undefined, event: Event): void {
  void (async () => listener?.(event))().catch(() => undefined)
}
