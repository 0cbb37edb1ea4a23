/** Hands an event to its observer, whose failure, at once or later, does not break the work. */
export function emitEvent<Event>(onEvent: ((event: Event) => void) | undefined, event: Event): void {
  void (async () => onEvent?.(event))().catch(() => undefined)
}
