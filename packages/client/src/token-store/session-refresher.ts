import {
  InvalidGrantError,
  isAuthPlatformError,
  LoginRequiredError,
  TimeoutError,
  TokenInvalidError,
  TokenRefreshError,
} from '@auth/core-errors'
import { type SingleFlight, singleFlight } from '@auth/http-resilience'
import { refreshToken } from '../grants/refresh-token.ts'
import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import { toSharedCallOptions } from '../http/shared-call-options.ts'
import { revokeToken } from '../provider/revoke-token.ts'
import type { SessionEntries } from './session-entries.ts'
import type { StoredEntry, StoredTokens } from './token-store.ts'

const othersWriteWithinSeconds = 1
const writeAttempts = 3
const writeDelaySeconds = 0.5

/** Refreshes sessions: each at most once at a time, however many ask. */
export class SessionRefresher {
  readonly #context: ClientContext
  readonly #entries: SessionEntries
  readonly #flight: SingleFlight<StoredTokens>

  constructor(context: ClientContext, entries: SessionEntries) {
    const { timeoutSeconds, monotonicNow } = context.config
    this.#context = context
    this.#entries = entries
    // Waiting for the lock, the request and the storing of its answer each have their own time; no refresh may run twice.
    this.#flight = singleFlight({ maxSeconds: 4 * timeoutSeconds, monotonicNow })
  }

  /**
   * What comes after the entry that was seen: new tokens, or those that somebody else has fetched meanwhile. A caller who
   * leaves, or whose deadline passes, does not end the refresh, for its answer is the only way to the next one: it is
   * stored before anybody gets it.
   */
  async refresh(id: string, seen: StoredEntry, callOptions: CallOptions = {}): Promise<StoredTokens> {
    const { config, dpop } = this.#context
    const { issuer, clientId, scopes, audience } = config
    const options = toSharedCallOptions(callOptions, config)
    const key = JSON.stringify([issuer, clientId, id, scopes, audience, dpop?.thumbprint])
    const work = (): Promise<StoredTokens> => this.#runLocked(key, () => this.#refreshOnce(id, seen, options))
    const join = (signal: AbortSignal): Promise<StoredTokens> => this.#flight(JSON.stringify([key, seen.version]), work, { signal })
    try {
      return await this.#context.begin(callOptions).withinDeadline(join)
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error
      const { correlationId } = options
      throw new TokenRefreshError('the refresh takes longer than the deadline', { transient: true, cause: error, correlationId })
    }
  }

  async #runLocked(key: string, work: () => Promise<StoredTokens>): Promise<StoredTokens> {
    const { sessionLock, timeoutSeconds } = this.#context.config
    if (!sessionLock) return work()
    const { signal } = this.#context.begin()
    try {
      return await sessionLock.run(key, work, { signal: AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000))]) })
    } catch (error) {
      if (signal.aborted || isAuthPlatformError(error)) throw error
      throw new TokenRefreshError('the lock of the session cannot be had', { transient: true, cause: error })
    }
  }

  async #refreshOnce(id: string, seen: StoredEntry, options: CallOptions): Promise<StoredTokens> {
    const entry = await this.#entries.find(id)
    if (!entry) throw sessionEnded()
    if (entry.version !== seen.version) return entry.tokens
    const { refreshToken: token, idTokenClaims: previous, scopes: grantedScopes } = entry.tokens
    if (token === undefined) throw new LoginRequiredError('the session cannot be refreshed: sign in')
    try {
      const answer = await refreshToken(this.#context, token, { previous, grantedScopes }, options)
      return await this.#keep(id, entry, await this.#entries.toStored(answer, entry.tokens))
    } catch (error) {
      return this.#settle(id, entry, error)
    }
  }

  /** Nothing is written over what others wrote meanwhile: a logout wins, and a newer sign-in does. */
  async #keep(id: string, entry: StoredEntry, tokens: StoredTokens): Promise<StoredTokens> {
    if (await this.#write(id, entry, tokens)) return tokens
    const current = await this.#entries.find(id)
    if (current) return current.tokens
    // The logout withdrew the token before this one; this one nobody else knows.
    if (tokens.refreshToken !== undefined) await revokeToken(this.#context, tokens.refreshToken).catch(() => undefined)
    throw sessionEnded()
  }

  /** The tokens cannot be had again: a store that fails is given a moment. */
  async #write(id: string, entry: StoredEntry, tokens: StoredTokens): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#entries.write(id, tokens, entry.version)
      } catch (error) {
        if (attempt === writeAttempts) throw error
        await this.#context.config.wait(attempt * writeDelaySeconds, this.#context.begin().signal)
      }
    }
  }

  /** A token that the provider refuses ends the session, once, unless somebody else has replaced it already. */
  async #settle(id: string, entry: StoredEntry, error: unknown): Promise<StoredTokens> {
    const cause = error instanceof TokenRefreshError ? error.cause : undefined
    if (!(cause instanceof InvalidGrantError || cause instanceof TokenInvalidError)) throw error
    // Without a lock the token may be refused because somebody else has just used it, whose answer is not written yet.
    const { sessionLock, wait } = this.#context.config
    if (!sessionLock) await wait(othersWriteWithinSeconds, this.#context.begin().signal)
    const current = await this.#entries.find(id)
    if (current && current.version !== entry.version) return current.tokens
    await this.#entries.delete(id, entry.version)
    throw error
  }
}

function sessionEnded(): LoginRequiredError {
  return new LoginRequiredError('the session has ended: sign in')
}
