import type { ErrorCode } from '@auth/core-errors'

/** A connection over which one client makes many calls. */
export interface Connection {
  /** What it is known by. */
  readonly key: object
  /** Ends it; the client is told why where the protocol has a word for it. */
  readonly close: (code: ErrorCode) => void
  /** Calls back when it has ended, whoever ended it; at once when it has by now. */
  readonly onClosed: (callback: () => void) => void
}

/** What a WebSocket is closed with when its token is no longer good, as graphql-ws has it. */
export const unauthorizedCloseCode = 4401

/** What is wrong with a token itself: what it was good for ends with it. Another scope or sign-in may still be asked for. */
const endings: ReadonlySet<string> = /* @__PURE__ */ new Set<ErrorCode>(['AUTH_1001', 'AUTH_1002', 'AUTH_1008'])

/** Whether a refusal of this code ends the connection that it came over. */
export function endsConnection(code: ErrorCode): boolean {
  return endings.has(code)
}
