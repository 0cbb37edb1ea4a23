import { isAuthPlatformError } from '@auth/core-errors'

/** What every `onEvent` is told. */
interface AuthEvent {
  readonly type: string
}

/** Events that somebody should look at; the rest is the day's work. */
const warnings = /(failed|undecided|unavailable|opened|withdrawn|replayed|skipped)$/

/**
 * A listener for every `onEvent`: one line of JSON an event. An event's `correlationId` ties it to the request that caused
 * it. No event holds a token or a secret, and an error of the family says of itself what may be logged.
 */
export function createEventLog(write: (line: string) => void, now: () => number = Date.now): (event: AuthEvent) => void {
  return ({ type, ...facts }) => {
    const level = warnings.test(type) ? 'warn' : 'info'
    write(JSON.stringify({ time: new Date(now()).toISOString(), level, event: type, ...facts }, toLoggable))
  }
}

/** An error by itself would be written as `{}`; another library's might quote a header. */
function toLoggable(_: string, value: unknown): unknown {
  if (isAuthPlatformError(value)) return value.toJSON()
  return value instanceof Error ? { name: value.name } : value
}
