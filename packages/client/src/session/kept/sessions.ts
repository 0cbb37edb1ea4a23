import { LoginRequiredError, TokenExpiredError } from '@auth/core-errors'
import { ClientSession } from '../../token-store/client-session.ts'
import type { StoredEntry, StoredTokens } from '../../token-store/token-store.ts'
import type { TokenResponse } from '../../token/token-response.ts'
import { type CookieSource, readCookies } from '../cookies/cookie-source.ts'
import { type SessionWrites, toWrites } from '../cookies/session-writes.ts'
import type { SessionContext } from '../session-context.ts'
import type { SessionState } from '../session-state.ts'
import { deleteSessionCookie, type OpenedEnvelope, openSessionCookie, sealSessionCookie } from './session-cookies.ts'
import type { SessionEnvelope } from './session-envelope.ts'
import { getExpiry, isRollDue } from './session-lifetime.ts'
import { toSession } from './to-session.ts'

/** A session that has not ended, and the cookies of its request. */
export interface FoundSession extends OpenedEnvelope {
  readonly cookies: ReadonlyMap<string, string>
  readonly entry: StoredEntry
}

/** A session after it was brought up to date: its tokens, and what the response must carry. */
export interface CurrentSession {
  readonly tokens: StoredTokens | undefined
  readonly state: SessionState
  readonly writes: SessionWrites
}

/** The sessions of a manager: found by the cookies of requests, and kept where its configuration says. */
export class Sessions {
  readonly #context: SessionContext

  constructor(context: SessionContext) {
    this.#context = context
  }

  /** The session of a request; undefined when there is none. @throws {ServiceUnavailableError} SRV_5002 when the store cannot tell */
  async find(source: CookieSource): Promise<FoundSession | undefined> {
    const cookies = readCookies(source)
    const opened = await openSessionCookie(this.#context, cookies)
    const entry = opened && (await this.#findEntry(opened.envelope))
    return entry && { ...opened, cookies, entry }
  }

  /** What a request's cookies say; nothing is refreshed. */
  async read(source: CookieSource): Promise<SessionState> {
    const found = await this.find(source)
    return found ? this.#toState(found.envelope, found.entry.tokens) : { kind: 'none' }
  }

  /** Refreshes where that is due, and prolongs the session. */
  async update(source: CookieSource): Promise<CurrentSession> {
    const found = await this.find(source)
    if (!found) return this.#gone(readCookies(source))
    const { tokens } = found.entry
    if (this.#context.parts.entries.isFresh(tokens) || tokens.refreshToken === undefined) return this.#settle(found, found.entry)
    try {
      await this.toClientSession(found).getAccessToken()
    } catch (error) {
      if (await this.#findEntry(found.envelope)) throw error
      return this.#gone(found.cookies)
    }
    return this.#settle(found)
  }

  /** The token of a response that can set no cookies: nothing is refreshed. @throws {TokenExpiredError} AUTH_1001 */
  async readTokens(source: CookieSource): Promise<StoredTokens> {
    const found = await this.find(source)
    if (!found) throw noSession()
    return this.checkUsable(found.entry.tokens)
  }

  /** @throws {TokenExpiredError} AUTH_1001 when a refresh helps, {LoginRequiredError} AUTH_1009 when only a login does */
  checkUsable(tokens: StoredTokens | undefined): StoredTokens {
    if (tokens === undefined) throw noSession()
    if (this.#context.parts.entries.isUsable(tokens)) return tokens
    if (tokens.refreshToken === undefined) throw new LoginRequiredError('the access token has expired and cannot be refreshed: sign in')
    throw new TokenExpiredError('the access token has expired, and a refresh has to set cookies')
  }

  /** A view of the session's tokens, which refreshes them. */
  toClientSession({ envelope }: FoundSession): ClientSession {
    const { keeping, parts } = this.#context
    keeping.admit(envelope)
    return new ClientSession(parts, envelope.id)
  }

  /** What the response must carry after a session was used by its {@link toClientSession}. */
  async toWrites(found: FoundSession): Promise<SessionWrites> {
    // With a store the cookie does not tell of the tokens.
    return (await this.#settle(found, this.#context.keeping.isInCookie ? undefined : found.entry)).writes
  }

  /** Begins a session of its own id. It is kept before anybody gets it. */
  async begin(tokens: TokenResponse): Promise<SessionEnvelope> {
    const { keeping, parts, settings } = this.#context
    const now = this.#context.now()
    const stored = await parts.entries.toStored(tokens)
    const kept = keeping.isInCookie ? stored : undefined
    const envelope = { id: crypto.randomUUID(), createdAt: now, usedAt: now, version: 0, tokens: kept }
    await keeping.begin(envelope, stored, { expiresAt: getExpiry(envelope, settings), endsAt: now + settings.absoluteLifetimeSeconds })
    return envelope
  }

  /** The cookies of a new session. The one that the browser had before has ended: its id is worth nothing any more. */
  async replace(source: CookieSource, envelope: SessionEnvelope): Promise<SessionWrites> {
    const cookies = readCookies(source)
    const writes = toWrites(await sealSessionCookie(this.#context, envelope, cookies))
    const before = await openSessionCookie(this.#context, cookies)
    if (before && before.envelope.id !== envelope.id) await this.#context.parts.entries.delete(before.envelope.id, null)
    return writes
  }

  async #findEntry(envelope: SessionEnvelope): Promise<StoredEntry | undefined> {
    const { keeping, parts } = this.#context
    return parts.entries.find(envelope.id, await keeping.find(envelope))
  }

  async #settle(found: FoundSession, known?: StoredEntry): Promise<CurrentSession> {
    const { envelope, isCurrent, cookies } = found
    const entry = known ?? (await this.#findEntry(envelope))
    if (!entry) return this.#gone(cookies)
    const { keeping, settings } = this.#context
    const now = this.#context.now()
    const isRolling = isRollDue(envelope, settings, now)
    const kept = keeping.isInCookie ? { version: Number(entry.version), tokens: entry.tokens } : {}
    const next = { ...envelope, ...kept, ...(isRolling && { usedAt: now }) }
    if (isRolling && !(await keeping.prolong(envelope, getExpiry(next, settings)))) return this.#gone(cookies)
    const isChanged = isRolling || !isCurrent || next.version !== envelope.version
    const writes = toWrites(isChanged ? await sealSessionCookie(this.#context, next, cookies) : [])
    return { tokens: entry.tokens, state: this.#toState(next, entry.tokens), writes }
  }

  #gone(cookies: ReadonlyMap<string, string>): CurrentSession {
    return { tokens: undefined, state: { kind: 'none' }, writes: toWrites(deleteSessionCookie(this.#context, cookies)) }
  }

  #toState(envelope: SessionEnvelope, tokens: StoredTokens): SessionState {
    const { settings, parts } = this.#context
    const session = toSession(tokens, { createdAt: envelope.createdAt, expiresAt: getExpiry(envelope, settings) })
    if (!session) return { kind: 'none' }
    const isStale = !parts.entries.isUsable(tokens) && tokens.refreshToken !== undefined
    return { kind: isStale ? 'stale' : 'active', session }
  }
}

function noSession(): LoginRequiredError {
  return new LoginRequiredError('nobody is signed in')
}
