import type { Session, SessionManager } from '@auth/client/session'
import type { Request, Response } from 'express'
import { applyWrites } from './apply-writes.ts'

/** What a session of a request is made from. */
export interface ExpressSessionParts {
  readonly manager: SessionManager
  readonly request: Request
  readonly response: Response
  readonly session: Session
}

/** The session of one request. */
export class ExpressSession {
  readonly #parts: ExpressSessionParts

  constructor(parts: ExpressSessionParts) {
    this.#parts = parts
  }

  /** Whether something is a session that this manager has let in. */
  static isOf(manager: SessionManager, session: unknown): session is ExpressSession {
    return session instanceof ExpressSession && session.#parts.manager === manager
  }

  /** What the session says. It may be rendered. */
  get session(): Session {
    return this.#parts.session
  }

  /** Who is signed in. */
  get user(): Session['user'] {
    return this.#parts.session.user
  }

  /** The access token, refreshed where that is due. @throws as `SessionManager.getAccessToken` */
  async getAccessToken(): Promise<string> {
    const { manager, request, response } = this.#parts
    const { accessToken, cookies } = await manager.getAccessToken(request, { canWriteCookies: !response.headersSent })
    applyWrites(response, cookies)
    return accessToken
  }

  /** Calls an API of the `apiOrigins` with the access token. @throws as `SessionManager.fetch` */
  async fetch(url: string | URL, init: RequestInit = {}): Promise<globalThis.Response> {
    const { manager, request, response } = this.#parts
    const answer = await manager.fetch(request, url, { ...init, canWriteCookies: !response.headersSent })
    applyWrites(response, answer.cookies)
    return answer.response
  }
}
