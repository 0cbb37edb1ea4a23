import type { Sessions } from '../kept/sessions.ts'
import type { Logins } from '../login/logins.ts'
import type { SessionContext } from '../session-context.ts'

/** What the routes work with. */
export interface RouteParts {
  readonly context: SessionContext
  readonly sessions: Sessions
  readonly logins: Logins
}

/** How a route answers. A failure is thrown: what answers it depends on who asked. */
export interface Route {
  readonly methods: readonly ('GET' | 'POST')[]
  /** Who asks: a person's browser, which is shown a page, or a program, which gets JSON. */
  readonly audience: 'person' | 'program'
  readonly answer: (parts: RouteParts, request: Request) => Promise<Response>
}
